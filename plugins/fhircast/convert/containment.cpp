#include "convert/containment.hpp"

namespace cast::fhircast {

void forEachReference(Json& tree, const std::function<void(std::string&)>& rewrite) {
  if (tree.is_object()) {
    const auto reference = tree.find("reference");
    if (reference != tree.end() && reference->is_string()) rewrite(reference->get_ref<std::string&>());
  }
  if (tree.is_structured())
    for (Json& child : tree) forEachReference(child, rewrite);
}

Json takeContained(Json& resource) {
  Json contained = arrayOf(resource, "contained");
  if (resource.is_object()) resource.erase("contained");
  return contained;
}

}  // namespace cast::fhircast
