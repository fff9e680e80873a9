// The entry point of the worker that runs one Python program.
export {};
