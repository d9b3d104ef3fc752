# Tests of nn.
