// The entry point of the code editor.
export {};
