/* The ring's stress as a program of its own, for check_ring_orders.sh and attacks:
 * [events] [seed] [capacity] [reserve]. */
#include "config.h"

#include "ring_stress.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    struct ring_stress stress = {.events = 20000, .capacity = 8, .reserve = 2};
    struct ring_stress_result result;
    if (argc > 1)
        stress.events = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        stress.seed = strtoull(argv[2], NULL, 10);
    if (argc > 3)
        stress.capacity = (size_t)strtoull(argv[3], NULL, 10);
    if (argc > 4)
        stress.reserve = (size_t)strtoull(argv[4], NULL, 10);
    stress.start = SIZE_MAX - stress.events / 4;
    ring_stress_run(&stress, &result);
    printf(
        "%ju batches, %ju musts, %ju reads, %ju of them joined, %ju batches at most; %ju waits\n",
        (uintmax_t)result.batches, (uintmax_t)result.musts, (uintmax_t)result.reads,
        (uintmax_t)result.joined, (uintmax_t)result.longest, (uintmax_t)result.waited);
    if (result.fault[0] != '\0') {
        printf("FAULT: %s\n", result.fault);
        return 1;
    }
    return 0;
}
