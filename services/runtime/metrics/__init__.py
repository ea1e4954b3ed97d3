"""How a metric is declared, and the closed sets of its labels. Nothing personal is counted apart.

Each metric is declared where it is counted; all of them are listed in `services/watching/catalogue.py`.
"""
