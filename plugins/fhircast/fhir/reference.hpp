// What a FHIR reference names (FHIR R4, 2.3.0: literal references; http.html 3.1.0.1.3: versions in URLs).
#pragma once

#include <string>
#include <string_view>

namespace cast::fhircast {

struct Target {
  enum class Form {
    kContained,  ///< `#id`: a contained resource; an empty id is the resource that contains
    kUrn,        ///< `urn:uuid:` or `urn:oid:`; the id is all of it, in small letters
    kResource,   ///< Type/id, alone or at the end of an http(s) URL, with or without its version
    kOther       ///< anything else, such as a search: names nothing that could be compared
  };
  Form form = Form::kOther;
  std::string type;  ///< of kResource
  std::string id;
};

Target targetOf(std::string_view reference);

}  // namespace cast::fhircast
