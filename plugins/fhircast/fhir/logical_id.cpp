#include "fhir/logical_id.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace cast::fhircast {

std::string idFrom(std::string_view resourceType, const Json& identifier, std::string_view origin) {
  const std::string_view value = textOf(identifier, "value");
  if (value.empty()) return {};
  std::string_view authority = textOf(identifier, "system");
  if (authority.empty()) authority = textOf(objectOf(identifier, "assigner"), "display");
  if (authority.empty()) authority = origin;
  const std::string name = "urn:cast:fhircast:" + std::string(resourceType) + "|" + std::string(authority) +
                           "|" + std::string(value);
  const boost::uuids::name_generator_sha1 generate(boost::uuids::ns::url());
  return boost::uuids::to_string(generate(name));
}

}  // namespace cast::fhircast
