"""The real world's transport: Apache Kafka, carried to the one door by Faust or by a plain poll loop."""
