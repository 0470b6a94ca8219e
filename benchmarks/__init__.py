"""What ALwrity costs. `make bench` runs all; `make bench ARGS=streams` one of them."""
