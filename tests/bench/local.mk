# Benchmarks: built and run by make bench only.
