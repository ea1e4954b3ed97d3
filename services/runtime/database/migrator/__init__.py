"""What alembic runs: `env.py` carries out steps on the connection it is given; the template is a new step's."""
