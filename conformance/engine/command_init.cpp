#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/commands.hpp"
#include "engine/data_fault.hpp"
#include "engine/discovery.hpp"
#include "engine/offers.hpp"
#include "engine/schema.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {
namespace {

Subject askedSubject(const Arguments& arguments) {
  if (!arguments.others.empty())
    throw DataFault("init does not understand '" + arguments.others.front() + "': name the hub with --hub");
  Subject subject;
  subject.hub = arguments.last("hub");
  subject.token = arguments.last("token");
  subject.caFile = arguments.last("ca-file");
  completeSubject(subject);
  return subject;
}

Json hubOf(const Json& discovered, const char* member) {
  if (!discovered.is_object() || !discovered.contains("hub") || !discovered.at("hub").is_object()) return {};
  const Json& hub = discovered.at("hub");
  return hub.contains(member) && hub.at(member).is_string() ? hub.at(member) : Json();
}

Json fileOf(const Subject& subject, const Json& discovered) {
  Json file;
  const Json name = hubOf(discovered, "name");
  file["name"] = name.is_string() ? name : Json(subject.hub);
  if (const Json version = hubOf(discovered, "version"); version.is_string()) file["version"] = version;
  file["kind"] = "hub";
  file["hub"] = subject.hub;
  file["webSocketUrl"] = subject.webSocketUrl;
  file["ssePath"] = subject.ssePath;
  if (!subject.caFile.empty()) file["caFile"] = subject.caFile;
  file["capabilities"] = subject.capabilities;
  if (!subject.variants.empty()) file["variants"] = subject.variants;
  return file;
}

/// What only a person can answer.
void askAttestations(const Suite& suite, std::ostream& out) {
  bool first = true;
  for (const auto& file : suite.requirementFiles())
    for (const auto& requirement : file.requirements) {
      if (requirement.judged != "attestation" || requirement.role != "hub") continue;
      if (first) out << "no check can judge these; answer them under `attestations`, by id:\n";
      first = false;
      out << "  " << requirement.id << ": " << requirement.question << '\n';
    }
}

}  // namespace

ExitCode initCommand(const Arguments& arguments, const Suite& suite, std::ostream& out) {
  Subject subject = askedSubject(arguments);
  const std::string path = arguments.last("out", "subject.json");
  if (std::filesystem::exists(path))
    throw DataFault(path + " is there already: name another file with --out");
  const Json discovered = discover(subject);
  for (const auto& seen : offers(subject, {"http", "websocket", "sse"})) subject.capabilities.push_back(seen);
  Subject claims = subject;
  claims.capabilities.clear();
  settleCapabilities(claims, discovered);
  const bool discovers = claims.capabilitiesFrom == "discovery";
  if (discovers) subject.capabilities = claims.capabilities;
  // The tokens and the URL are given when it is run, and with them what they allow.
  std::erase_if(subject.capabilities,
                [](const auto& name) { return name == "authentication" || name == "https"; });
  subject.variants = claims.variants;

  const Json file = fileOf(subject, discovered);
  if (const auto mismatch = suite.subjectSchema().mismatch(file))
    throw std::runtime_error("what the hub says of itself is no subject: at " + mismatch->pointer + ": " +
                             mismatch->words);
  std::ofstream stream(path, std::ios::binary);
  stream << file.dump(2) << '\n';
  stream.close();
  if (!stream) throw std::runtime_error("cannot write " + path + ": name another file with --out");
  out << path << ": claims "
      << (discovers ? "what the hub's discovery document says" : "what the hub was seen to answer")
      << "; add what it offers beside, give tokens with --token, --read-token and --expired-token\n";
  askAttestations(suite, out);
  return ExitCode::conformant;
}

}  // namespace cast::conformance
