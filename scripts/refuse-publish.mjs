// npm reads the manifest of a folder once more after it has packed it, and would tell the registry of scripts that the
// tarball does not have. npm has no setting that forbids to publish a folder.
console.error("Publish the tarball instead of the folder: npm pack && npm publish ./narthex-<version>.tgz");
process.exitCode = 1;
