"""The engine seen from outside its workers: a process that only reads, and the catalogue of every metric."""
