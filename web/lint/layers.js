import path from "node:path";

/** Which layers a layer may import; a feature never imports another. */
const MAY_IMPORT = {
  app: ["app", "features", "components", "api", "lib", "styles"],
  features: ["components", "api", "lib"],
  components: ["components", "lib"],
  api: ["api", "lib"],
  lib: ["lib"],
  testing: ["app", "features", "components", "api", "lib", "testing"],
};
const SOURCES = path.resolve(import.meta.dirname, "../src");

function placeOf(file) {
  const [layer, feature] = path.relative(SOURCES, file).split(path.sep);
  return { layer, feature: layer === "features" ? feature : undefined };
}

/** The arrows: app > features > components | api > lib. */
export const layers = {
  meta: {
    type: "problem",
    docs: { description: "Keep imports between layers and features one way." },
    schema: [],
    messages: {
      feature: "The feature '{{from}}' imports '{{to}}': move what both need below the features.",
      layer: "'{{from}}' may not import '{{to}}'; the arrows are app > features > components | api > lib.",
    },
  },
  create(context) {
    const from = placeOf(context.filename);
    const allowed = MAY_IMPORT[from.layer];
    if (allowed === undefined) return {};
    function check(node) {
      const name = node.source?.value;
      if (typeof name !== "string" || !name.startsWith(".")) return;
      const to = placeOf(path.resolve(path.dirname(context.filename), name));
      if (from.feature !== undefined && to.feature !== undefined && from.feature !== to.feature) {
        context.report({ node, messageId: "feature", data: { from: from.feature, to: to.feature } });
      } else if (to.feature !== from.feature || to.layer !== from.layer) {
        if (!allowed.includes(to.layer)) {
          context.report({ node, messageId: "layer", data: { from: from.layer, to: to.layer } });
        }
      }
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
