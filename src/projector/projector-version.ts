/**
 * The version of what the projector makes of a log. It is raised whenever the same bytes would give other rows; rows of
 * another version are made again from byte 0.
 */
export const PROJECTOR_VERSION = 3;
