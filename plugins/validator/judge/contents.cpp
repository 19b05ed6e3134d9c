#include "validator/judge/contents.hpp"

#include <array>
#include <cctype>
#include <set>
#include <string>
#include <utility>

#include "validator/raw_call.hpp"

namespace cast::validator {
namespace {

std::vector<std::string> namesOf(const auto& entries) {
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (const auto& entry : entries) names.push_back(entry.name);
  return names;
}

// Names like those that are declared, and none of them.
std::set<std::string> undeclaredNames(const std::vector<std::string>& declared) {
  std::set<std::string> names{"", "x", "no:such-name", std::string("\0", 1), "*"};
  for (const std::string& name : declared) {
    std::string swapped = name;
    for (char& c : swapped)
      c = static_cast<char>(std::isupper(static_cast<unsigned char>(c))
                                ? std::tolower(static_cast<unsigned char>(c))
                                : std::toupper(static_cast<unsigned char>(c)));
    names.insert({name + "x", name.substr(0, name.size() - 1), name.substr(1), swapped,
                  name + std::string("\0", 1), " " + name});
  }
  for (const std::string& name : declared) names.erase(name);
  return names;
}

// `schemaOf` throws hub::PluginError where the plugin has no schema.
template <typename SchemaOf>
void askForUndeclared(const std::vector<std::string>& declared, const char* kind, const SchemaOf& schemaOf,
                      Subject& subject, Findings& findings) {
  for (const std::string& name : undeclaredNames(declared)) {
    subject.trace().doing(std::string("asking for the schema of an undeclared ") + kind);
    try {
      schemaOf(name);
      findings.fail(std::string("it has a schema for the ") + kind + " `" + name +
                    "`, which its manifest does not list");
    } catch (const hub::PluginError& e) {
      if (std::string_view(e.what()).find("threw an exception") != std::string_view::npos)
        findings.fail(e.what());
    }
  }
}

bool isDeclared(const VariantData& data, const std::string& from, const std::string& to) {
  for (const Conversion& conversion : data.conversions)
    if (conversion.from == from && conversion.to == to) return true;
  return false;
}

}  // namespace

void manifestValid(Subject& subject, Findings& findings, const Settings&) {
  const VariantData& data = subject.data();
  findings.note(std::to_string(data.events.size()) + " event types, " + std::to_string(data.formats.size()) +
                " formats, " + std::to_string(data.conversions.size()) + " conversions");
}

void eventSchemas(Subject& subject, Findings& findings, const Settings&) {
  for (const EventType& event : subject.data().events) {
    try {
      subject.hasEventSchema(event.name);
    } catch (const hub::PluginError& e) {
      findings.fail(event.name + ": " + e.what());
    }
  }
}

void formatSchemas(Subject& subject, Findings& findings, const Settings&) {
  for (const Format& format : subject.data().formats) {
    try {
      subject.hasFormatSchema(format.name);
    } catch (const hub::PluginError& e) {
      findings.fail(format.name + ": " + e.what());
    }
  }
}

void extensionsAsDeclared(Subject& subject, Findings& findings, const Settings&) {
  const bool declares = !subject.data().conversions.empty();
  const bool converts = subject.table().converts();
  subject.table().judges();
  if (declares && !converts)
    findings.fail("its manifest lists conversions, and it has no " CAST_EXTENSION_CONVERTER
                  " to perform them");
  if (!declares && converts)
    findings.warn("it has " CAST_EXTENSION_CONVERTER
                  ", and its manifest lists no conversions: no hub will ask for one");
}

void noUndeclaredSchema(Subject& subject, Findings& findings, const Settings&) {
  const VariantData& data = subject.data();
  const hub::PluginTable& plugin = subject.table();
  askForUndeclared(
      namesOf(data.events), "event type", [&](const std::string& name) { plugin.schemaOf(name); }, subject,
      findings);
  askForUndeclared(
      namesOf(data.formats), "format", [&](const std::string& name) { plugin.formatSchemaOf(name); }, subject,
      findings);
}

void noUndeclaredConversion(Subject& subject, Findings& findings, const Settings&) {
  const std::vector<Call> calls = subject.conversionCalls();
  if (calls.empty()) return findings.skip("it has no conversion with an example");
  std::set<std::string> formats{"no-such-format", ""};
  for (const Conversion& conversion : subject.data().conversions)
    formats.insert({conversion.from, conversion.to});
  std::set<std::pair<std::string, std::string>> asked;
  for (const Call& declared : calls) {
    for (const std::string& other : formats) {
      for (const auto& [from, to] : {std::pair(declared.from, other), std::pair(other, declared.to)}) {
        if (isDeclared(subject.data(), from, to) || !asked.emplace(from, to).second || to.empty()) continue;
        Call call = declared;
        call.from = from;
        call.to = to;
        const Answer answer = subject.call(call);
        if (answer.done)
          findings.fail(std::string("it converts `")
                            .append(from)
                            .append("` to `")
                            .append(to)
                            .append("`, which its manifest does not list"));
        if (!answer.broken.empty()) findings.fail(call.inWords() + ": " + answer.broken);
      }
    }
  }
}

void noUnknownExtension(Subject& subject, Findings& findings, const Settings&) {
  const std::string longId(10'000, 'x');
  const std::array<std::string, 7> ids{
      "", "cast.nonsense/1", "cast.schemas/", "cast.schemas/2", "cast.schemas", "CAST.SCHEMAS/1", longId};
  for (const std::string& id : ids) {
    subject.trace().doing("asking for an extension that does not exist");
    const void* found =
        rawCall("get_extension", [&] { return subject.rawTable().get_extension(id.c_str()); });
    if (found) findings.fail("get_extension(\"" + id.substr(0, 40) + "\") is not null");
  }
}

}  // namespace cast::validator
