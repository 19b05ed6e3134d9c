#include "fhir/reference.hpp"

#include "fhir/element.hpp"

namespace cast::fhircast {

namespace {

// Takes the last part of the path off `path`.
std::string_view takeLast(std::string_view& path) {
  const auto slash = path.rfind('/');
  const std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
  return last;
}

}  // namespace

Target targetOf(std::string_view reference) {
  if (!reference.empty() && reference.front() == '#')
    return {Target::Form::kContained, {}, std::string(reference.substr(1))};
  const std::string small = inSmallLetters(reference.substr(0, 9));
  if (small == "urn:uuid:" || small.rfind("urn:oid:", 0) == 0)
    return {Target::Form::kUrn, {}, inSmallLetters(reference)};
  const bool absolute = small.rfind("http://", 0) == 0 || small.rfind("https://", 0) == 0;
  std::string_view path = reference.substr(0, reference.find_first_of("#|"));
  if (path.find('?') != std::string_view::npos) return {};
  std::string_view id = takeLast(path);
  std::string_view type = takeLast(path);
  if (type == "_history") {
    id = takeLast(path);
    type = takeLast(path);
  }
  if (!isId(id) || !isTypeName(type) || (!absolute && !path.empty())) return {};
  return {Target::Form::kResource, std::string(type), std::string(id)};
}

}  // namespace cast::fhircast
