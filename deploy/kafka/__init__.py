"""Apache Kafka: its servers, and who may do what with its topics."""
