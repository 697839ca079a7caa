// Stands in for a package that is imported and never used, as sharp by Transformers.js when it
// reads text only.
export default {};
