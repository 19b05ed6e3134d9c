#include "hl7/data_types.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "fhir/date_time.hpp"

namespace cast::fhircast::hl7 {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

template <std::size_t kSize>
std::string_view found(const std::array<Pair, kSize>& table, std::string_view code) {
  const auto at =
      std::find_if(table.begin(), table.end(), [&](const Pair& row) { return row.first == code; });
  return at == table.end() ? std::string_view{} : at->second;
}

bool isOid(std::string_view text) {
  return text.size() > 2 && text.find('.') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

// HD -> uri: its universal id, by its type (table 0301). A namespace alone is no URI.
std::string systemOf(const std::string& universalId, const std::string& type) {
  if (universalId.empty()) return {};
  const std::string kind = inSmallLetters(type);
  if (kind == "iso" || (kind.empty() && isOid(universalId))) return "urn:oid:" + universalId;
  if (kind == "uuid" || kind == "guid") return "urn:uuid:" + inSmallLetters(universalId);
  const bool isUri = universalId.find(':') != std::string::npos && universalId.find(' ') == std::string::npos;
  return (kind == "uri" || kind == "url" || kind.empty()) && isUri ? universalId : std::string{};
}

void setText(Json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

void setAuthority(Json& identifier, const std::string& name, const std::string& universalId,
                  const std::string& type) {
  setText(identifier, "system", systemOf(universalId, type));
  if (!name.empty()) {
    identifier["assigner"] = {{"display", name}};
  } else if (!universalId.empty() && !identifier.contains("system")) {
    identifier["assigner"] = {{"display", universalId}};
  }
}

void setPeriod(Json& object, const Value& start, const Value& end, const Origin& origin,
               std::string_view place) {
  setText(object["period"], "start", dateTimeOf(start, origin, place));
  setText(object["period"], "end", dateTimeOf(end, origin, place));
  if (object["period"].empty()) object.erase("period");
}

// FN: the surname, and its parts as extensions.
void setFamily(Json& name, const Value& fn) {
  static constexpr std::array<std::pair<std::size_t, const char*>, 4> kParts{
      {{2, "own-prefix"}, {3, "own-name"}, {4, "partner-prefix"}, {5, "partner-name"}}};
  std::string family = fn.component(1);
  if (family.empty()) {
    for (const std::size_t part : {2U, 3U})
      if (const std::string text = fn.component(part); !text.empty())
        family += (family.empty() ? "" : " ") + text;
  }
  setText(name, "family", family);
  for (const auto& [part, what] : kParts)
    if (const std::string text = fn.component(part); !text.empty())
      append(name["_family"], "extension",
             extension(std::string("http://hl7.org/fhir/StructureDefinition/humanname-") + what,
                       "valueString", text));
}

// Table 0200.
constexpr std::array<Pair, 8> kNameUses{{{"L", "official"},
                                         {"D", "usual"},
                                         {"M", "maiden"},
                                         {"N", "nickname"},
                                         {"S", "anonymous"},
                                         {"TEMP", "temp"},
                                         {"BAD", "old"},
                                         {"NOUSE", "old"}}};
// Table 4000.
constexpr std::array<Pair, 3> kRepresentations{{{"A", "ABC"}, {"I", "IDE"}, {"P", "SYL"}}};
// Table 0190.
constexpr std::array<Pair, 7> kAddressUses{{{"H", "home"},
                                            {"P", "home"},
                                            {"O", "work"},
                                            {"B", "work"},
                                            {"C", "temp"},
                                            {"BA", "old"},
                                            {"BI", "billing"}}};
// Table 0201.
constexpr std::array<Pair, 5> kContactUses{
    {{"PRN", "home"}, {"ORN", "home"}, {"VHN", "home"}, {"WPN", "work"}, {"PRS", "mobile"}}};
// Table 0202.
constexpr std::array<Pair, 9> kContactSystems{{{"PH", "phone"},
                                               {"CP", "phone"},
                                               {"SAT", "phone"},
                                               {"FX", "fax"},
                                               {"BP", "pager"},
                                               {"INTERNET", "email"},
                                               {"X.400", "email"},
                                               {"TDD", "other"},
                                               {"TTY", "other"}}};
// Table 0396.
constexpr std::array<Pair, 12> kCodeSystems{{{"LN", "http://loinc.org"},
                                             {"SCT", "http://snomed.info/sct"},
                                             {"SNM3", "http://snomed.info/sct"},
                                             {"I10", "http://hl7.org/fhir/sid/icd-10"},
                                             {"I10C", "http://hl7.org/fhir/sid/icd-10-cm"},
                                             {"I9C", "http://hl7.org/fhir/sid/icd-9-cm"},
                                             {"C4", "http://www.ama-assn.org/go/cpt"},
                                             {"CPT", "http://www.ama-assn.org/go/cpt"},
                                             {"RXNORM", "http://www.nlm.nih.gov/research/umls/rxnorm"},
                                             {"UCUM", "http://unitsofmeasure.org"},
                                             {"DCM", "http://dicom.nema.org/resources/ontology/DCM"},
                                             {"RADLEX", "http://www.radlex.org"}}};

std::string inCapitals(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// Where the code says its system, that; a code without one is of the field's own table.
std::string codeSystemOf(const std::string& name, std::string_view table) {
  if (name.empty()) return table.empty() ? std::string{} : v2Table(table);
  const std::string large = inCapitals(name);
  if (const std::string_view known = found(kCodeSystems, large); !known.empty()) return std::string(known);
  const bool isTable = large.size() == 7 && large.rfind("HL7", 0) == 0;
  return isTable ? v2Table(large.substr(3)) : std::string{};
}

std::string numberOf(const Value& xtn) {
  if (std::string text = xtn.component(12); !text.empty()) return text;
  if (std::string text = xtn.component(1); !text.empty()) return text;
  std::string number;
  const auto add = [&number](const std::string& before, const std::string& part) {
    if (!part.empty()) number += (number.empty() ? "" : " ") + before + part;
  };
  const std::string country = xtn.component(5);
  add(country.rfind('+', 0) == 0 ? "" : "+", country);
  add("", xtn.component(6));
  add("", xtn.component(7));
  if (!number.empty()) add("x", xtn.component(8));
  return number;
}

}  // namespace

Json identifierOf(const Value& cx, const Origin& origin, std::string_view type) {
  const std::string value = cx.component(1);
  if (value.empty()) return nullptr;
  Json identifier{{"value", value}};
  const Value authority = cx.inner(4);
  setAuthority(identifier, authority.component(1), authority.component(2), authority.component(3));
  const std::string own = cx.component(5);
  if (!own.empty() || !type.empty())
    identifier["type"] = codeableConcept(v2Table("0203"), own.empty() ? type : own);
  setPeriod(identifier, cx.inner(7), cx.inner(8), origin,
            "an identifier's effective or expiration date (CX.7, CX.8)");
  return identifier;
}

Json identifierOfEntity(const Value& ei, std::string_view type) {
  const std::string value = ei.component(1);
  if (value.empty()) return nullptr;
  Json identifier{{"value", value}, {"type", codeableConcept(v2Table("0203"), type)}};
  setAuthority(identifier, ei.component(2), ei.component(3), ei.component(4));
  return identifier;
}

Json humanNameOf(const Value& xpn, const Origin& origin) {
  Json name = Json::object();
  setFamily(name, xpn.inner(1));
  for (const std::size_t part : {2U, 3U})
    if (std::string text = xpn.component(part); !text.empty()) append(name, "given", std::move(text));
  if (std::string text = xpn.component(5); !text.empty()) append(name, "prefix", std::move(text));
  for (const std::size_t part : {4U, 6U, 14U})
    if (std::string text = xpn.component(part); !text.empty()) append(name, "suffix", std::move(text));
  if (name.empty()) return nullptr;
  if (const std::string_view use = found(kNameUses, xpn.component(7)); !use.empty()) name["use"] = use;
  if (const std::string_view code = found(kRepresentations, xpn.component(8)); !code.empty())
    append(
        name, "extension",
        extension("http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation", "valueCode", code));
  setPeriod(name, xpn.inner(12), xpn.inner(13), origin,
            "a name's effective or expiration date (XPN.12, XPN.13)");
  return name;
}

Json addressOf(const Value& xad, const Origin& origin) {
  Json address = Json::object();
  const Value street = xad.inner(1);
  std::string line = street.component(1);
  if (line.empty())
    for (const std::size_t part : {3U, 2U})
      if (const std::string text = street.component(part); !text.empty())
        line += (line.empty() ? "" : " ") + text;
  for (std::string text : {line, xad.component(2)})
    if (!text.empty()) append(address, "line", std::move(text));
  setText(address, "city", xad.component(3));
  setText(address, "state", xad.component(4));
  setText(address, "postalCode", xad.component(5));
  setText(address, "country", xad.component(6));
  setText(address, "district", xad.component(9));
  if (address.empty()) return nullptr;
  const std::string type = xad.component(7);
  if (const std::string_view use = found(kAddressUses, type); !use.empty()) address["use"] = use;
  if (type == "M") address["type"] = "postal";
  setPeriod(address, xad.inner(13), xad.inner(14), origin, "an address's dates (XAD.13, XAD.14)");
  return address;
}

Json contactPointOf(const Value& xtn, std::string_view use) {
  const std::string equipment = inCapitals(xtn.component(3));
  const std::string code = xtn.component(2);
  std::string_view system = found(kContactSystems, equipment);
  std::string value = numberOf(xtn);
  const std::string mail = xtn.component(4);
  if (system == "email" || code == "NET" || (value.empty() && !mail.empty())) {
    system = "email";
    if (!mail.empty()) value = mail;
  }
  if (value.empty()) return nullptr;
  if (system.empty()) system = equipment.empty() ? "phone" : "other";
  Json point{{"system", system}, {"value", value}};
  std::string_view own = found(kContactUses, code);
  if (equipment == "CP") own = "mobile";
  if (code == "NET" || system == "email") own = own == "work" || (own.empty() && use == "work") ? "work" : "";
  if (own.empty() && code.empty() && system != "email") own = use;
  if (!own.empty()) point["use"] = own;
  return point;
}

Json conceptOf(const Value& cwe, std::string_view table) {
  Json made = Json::object();
  for (const std::size_t first : {1U, 4U}) {
    const std::string code = cwe.component(first);
    const std::string display = cwe.component(first + 1);
    if (code.empty()) continue;
    append(made, "coding",
           coding(codeSystemOf(cwe.component(first + 2), first == 1 ? table : std::string_view{}), code,
                  display));
  }
  std::string text = cwe.component(9);
  if (text.empty() && made.empty()) text = cwe.component(2);
  setText(made, "text", text);
  return made.empty() ? Json(nullptr) : made;
}

Json practitionerOf(const Value& xcn, std::string_view type) {
  std::string display;
  for (const std::size_t part : {6U, 3U, 4U, 2U, 5U})
    if (const std::string text = xcn.component(part); !text.empty())
      display += (display.empty() ? "" : " ") + text;
  Json reference = Json::object();
  if (const std::string id = xcn.component(1); !id.empty()) {
    Json identifier{{"value", id}};
    const Value authority = xcn.inner(9);
    setAuthority(identifier, authority.component(1), authority.component(2), authority.component(3));
    reference["identifier"] = std::move(identifier);
  }
  setText(reference, "display", display);
  if (reference.empty()) return nullptr;
  reference["type"] = type;
  return reference;
}

std::string dateTimeOf(const Value& dtm, const Origin& origin, std::string_view place) {
  const std::string text = dtm.component(1);
  if (text.empty()) return {};
  auto read = readHl7DateTime(text);
  if (!read)
    throw Fault(std::string(place) + " is not a date or time as HL7 writes it, YYYY[MM[DD[HHMM[SS]]]]",
                "/data");
  if (read->zone.empty()) read->zone = origin.zone;
  return read->asDateTime();
}

}  // namespace cast::fhircast::hl7
