"""The production transport: Apache Kafka, read by Faust or by a plain poll loop."""
