# Tests of spec.
