/* Errors of store; see rnntop/base/errors.h. */
RT_ERROR(EVENT_TOO_LONG, FORMAT, (N), "A line of more than {1} bytes is no event.")
RT_ERROR(EVENT_NO_OBJECT, FORMAT, (), "The line is JSON, but no object: an event is one.")
RT_ERROR(EVENT_NO_KIND, FORMAT, (), "The line has no \"event\" that says what happened.")
RT_ERROR(EVENT_BAD_KEY, FORMAT, (W, W), "The event {1} has a value that \"{2}\" can't have.")
RT_ERROR(EVENT_NO_RUN, FORMAT, (W), "The event {1} does not say of which run it is: \"run\".")
RT_ERROR(EVENTS_NOT_READ, NOTE, (), "Line {line} was left out.  {reason}")
RT_ERROR(EVENTS_LEFT_OUT, NOTE, (N), "{1} {1:line was|lines were} left out: no events.")
RT_ERROR(EVENTS_NEWER, NOTE, (N, N),
         "These events are of version {1}, and this program knows version {2}: some may be missing "
         "here.")
RT_ERROR(EVENTS_FOREIGN, NOTE, (), "This calls itself another format than rnntop-events.")
RT_ERROR(EVENTS_TOO_MANY_RUNS, NOTE, (N), "Only the first {1} runs are shown.")
RT_ERROR(EVENTS_ENDED, NOTE, (), "The stream ended.")
