# Figures of a training, out of the lines of its `train --json`. To be sourced.

# values FILE EVENT RUN KEY: the key's values in that event's lines of the run, a line each.
values() {
    sed -nE "/^\{\"event\":\"$2\",\"run\":\"$3\"/s/.*\"$4\":([-0-9.eE+]+).*/\1/p" "$1"
}
