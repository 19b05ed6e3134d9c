// native <-> fhir for documents (Cast specification, Document Events; FHIR R4 DocumentReference).
#include "convert/conversions.hpp"
#include "convert/native_values.hpp"
#include "fhir/date_time.hpp"

namespace cast::fhircast {

namespace {

void setAuthor(Json& document, const Json& native) {
  const Json* value = memberOf(native, "author");
  if (!value) return;
  Json author = Json::object();
  if (value->is_string() && !value->get_ref<const std::string&>().empty()) author["display"] = *value;
  for (const char* name : {"reference", "type", "display"})
    if (const std::string_view text = textOf(*value, name); !text.empty()) author[name] = text;
  if (!objectOf(*value, "identifier").empty()) author["identifier"] = objectOf(*value, "identifier");
  if (!author.contains("display") && !textOf(*value, "name").empty())
    author["display"] = textOf(*value, "name");
  if (!author.empty()) {
    append(document, "author", std::move(author));
  } else if (value->is_object() && !value->empty()) {
    throw Fault("expected a text, or an object with `name`, `display`, `reference` or `identifier`",
                "/author");
  }
}

// R4's `date` is an instant; a date of less precision goes to the attachment, which says when it was made.
void setDateAndContent(Json& document, const Json& native) {
  Json attachment = Json::object();
  if (const std::string_view title = textOf(native, "title"); !title.empty()) attachment["title"] = title;
  if (const std::string date = dateTimeOf(native, "date"); !date.empty()) {
    if (readDateTime(date)->isInstant()) {
      document["date"] = date;
    } else {
      attachment["creation"] = date;
    }
  }
  if (attachment.empty()) attachment = absentElement();
  append(document, "content", Json{{"attachment", std::move(attachment)}});
}

}  // namespace

Json nativeDocumentToFhir(const Json& native) {
  Json document{{"format", "fhir"}, {"resourceType", "DocumentReference"}, {"_status", absentElement()}};
  setId(document, native, "documentId");
  if (Json type = conceptOf(native, "documentType"); !type.is_null()) document["type"] = std::move(type);
  if (Json subject = referenceToPatient(native); !subject.is_null()) document["subject"] = std::move(subject);
  setAuthor(document, native);
  setDateAndContent(document, native);
  return document;
}

Json fhirToNativeDocument(const Json& document) {
  demandType(document, "DocumentReference");
  Json native{{"format", "native"}, {"documentId", idOf(document, "documentId")}};
  if (Json type = nativeConcept(objectOf(document, "type")); !type.empty())
    native["documentType"] = std::move(type);
  const Json& contents = arrayOf(document, "content");
  const Json& attachment = contents.empty() ? contents : objectOf(contents.front(), "attachment");
  std::string_view title = textOf(attachment, "title");
  if (title.empty()) title = textOf(document, "description");
  if (!title.empty()) native["title"] = title;
  std::string_view date = textOf(document, "date");
  if (date.empty()) date = textOf(attachment, "creation");
  if (!date.empty()) native["date"] = date;
  const Json& authors = arrayOf(document, "author");
  if (!authors.empty() && authors.front().is_object() && !authors.front().empty()) {
    const std::string_view display = textOf(authors.front(), "display");
    native["author"] = !display.empty() && authors.front().size() == 1 ? Json(display) : authors.front();
  }
  if (const std::string id = patientIdOf(objectOf(document, "subject")); !id.empty())
    native["patientId"] = id;
  return native;
}

}  // namespace cast::fhircast
