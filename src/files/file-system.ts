/**
 * The calls by which files are changed, as a port: each stands for about one system call, so that a test can make any of
 * them fail, or end the process before it. What they are used for is for the callers.
 */
import * as nodeFs from 'node:fs';

/** Node's own functions of these names; all block, since what is written must be written when a call returns. */
export type FileSystem = Pick<
  typeof nodeFs,
  | 'chmodSync'
  | 'closeSync'
  | 'existsSync'
  | 'fchmodSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'futimesSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readSync'
  | 'readdirSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'statSync'
  | 'unlinkSync'
  | 'utimesSync'
  | 'writeSync'
>;

/** The real file system. */
export const fileSystem: FileSystem = nodeFs;
