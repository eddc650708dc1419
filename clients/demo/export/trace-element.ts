/** Id of the element of the viewer's page in which the trace is. */
export const TRACE_ELEMENT = 'saved-trace';
