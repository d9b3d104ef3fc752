/* Errors of base, and those that every layer has; see rnntop/base/errors.h. */
RT_ERROR(TOLD, FORMAT, (T), "{1}") /* by another program, or by a version that knows more */
RT_ERROR(STOPPED, INTERRUPTED, (), "Stopped.")
RT_ERROR(NO_MEMORY, MEMORY, (), "There is no memory left.")
RT_ERROR(NO_MEMORY_FOR_THREADS, MEMORY, (), "There is no memory for the worker threads.")
RT_ERROR(NO_THREADS, MEMORY, (E, N),
         "The system gives no more threads ({1}): ask for fewer than {2} with --threads.")
RT_ERROR(NOT_JSON, FORMAT, (W, N, N, W), "{1} is not JSON: line {2}, column {3}: {4}.")
RT_ERROR(CPU_LACKS_KERNELS, UNSUPPORTED, (T, W),
         "RNNTOP_CPU is {1}, which this processor or this build lacks; the best here is {2}.")
RT_ERROR(CPU_UNKNOWN_KERNELS, USAGE, (T),
         "RNNTOP_CPU is '{1}'; it can be portable, avx2 or avx512, or unset for the best of them.")
