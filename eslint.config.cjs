// How eslint reads the scripts of the pages. CommonJS, so that NODE_PATH can name the folder of npm's packages.

const js = require("@eslint/js");
const globals = require("globals");

// Of vis-network only what its documentation names; what begins with an underscore is private.
const PUBLIC =
  /^(canvasToDOM|DOMtoCanvas|getPositions|getScale|getViewPosition|moveTo|on|redraw|setOptions)$/;
const PRIVATE = [
  {
    selector: `MemberExpression[object.name="network"][property.name!=${PUBLIC}]`,
    message:
      "Not among the methods of vis-network that we use: see its documentation, then name it in PUBLIC.",
  },
  {
    selector: "MemberExpression[property.name=/^_/]",
    message: "A private member of a library: use what it documents.",
  },
];

module.exports = [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "module",
      globals: { ...globals.browser, vis: "readonly" },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      eqeqeq: "error",
      "no-restricted-syntax": ["error", ...PRIVATE],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
];
