#include "engine/profile_rules.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/data_fault.hpp"
#include "engine/expectation_rules.hpp"
#include "engine/profile.hpp"
#include "engine/step_parts.hpp"
#include "engine/variables.hpp"

namespace cast::conformance {
namespace {

/// What is known before a step: who is open, which variables are bound, and in which inboxes a message was
/// awaited.
struct Known {
  std::map<std::string, std::string> parties;  ///< name -> websocket, sse or callback
  std::set<std::string> variables{"session", "check", "hub", "websocket"};
  std::set<std::string> awaited;
  std::set<std::string> certified;  ///< callbacks that show a certificate

  void merge(const Known& branch) {
    parties.insert(branch.parties.begin(), branch.parties.end());
    variables.insert(branch.variables.begin(), branch.variables.end());
    awaited.insert(branch.awaited.begin(), branch.awaited.end());
    certified.insert(branch.certified.begin(), branch.certified.end());
  }
};

class CheckRules {
 public:
  explicit CheckRules(const Profile& profile) : profile_(profile) {}

  void steps(const Json& steps, const std::string& pointer, Known& known) const {
    for (std::size_t i = 0; i < steps.size(); ++i) step(steps[i], pointerTo(pointer, i), known);
  }

 private:
  void step(const Json& step, const std::string& pointer, Known& known) const {
    const std::string kind = step.at("do");
    shape(step, kind, pointer);
    if (kind == "repeat") known.variables.insert(step.value("index", "INDEX"));
    uses(ownParts(step), pointer, known);
    for (const auto& [path, schema] : expectationsOf(step))
      applyExpectationRules(*schema, *profile_.definitions, profile_.file, pointer + path);
    parties(step, kind, pointer, known);
    inner(step, kind, pointer, known);
    barrier(step, kind, pointer, known);
    bindings(step, kind, known);
  }

  void shape(const Json& step, const std::string& kind, const std::string& pointer) const {
    const auto has = [&](const char* member) { return step.contains(member); };
    const bool content = has("json") || has("body") || has("base64");
    if (kind == "http" && has("path") == has("url")) fail(pointer, "an http step has either 'path' or 'url'");
    if (has("chunked") && !content)
      fail(pointer, "only an http step with 'json', 'body' or 'base64' is chunked");
    if (kind == "raw" && !content) fail(pointer, "a raw step has 'body' or 'base64'");
    if ((kind == "hub.notify" || kind == "hub.send" || kind == "client.input") && !content)
      fail(pointer, "a " + kind + " step has 'json', 'body' or 'base64'");
    if (kind == "websocket.send" && !content)
      fail(pointer, "a websocket.send step has 'json', 'body' or 'base64'");
    if (kind == "expect-order" && (has("json") == has("sameAs") || has("pointer") != has("sameAs")))
      fail(pointer, "an expect-order step has either 'json' or both 'pointer' and 'sameAs'");
  }

  void parties(const Json& step, const std::string& kind, const std::string& pointer, Known& known) const {
    const std::string family = kind.substr(0, kind.find('.'));
    if (step.contains("on")) need(step.at("on"), family, pointerTo(pointer, "on"), known);
    if (step.contains("from")) {
      const bool stream = step.contains("id") || step.contains("bindId");
      const char* wanted = stream ? "sse" : step.contains("request") ? "callback" : "";
      need(step.at("from"), wanted, pointerTo(pointer, "from"), known);
    }
    if (step.contains("sameAs")) need(step.at("sameAs"), "", pointerTo(pointer, "sameAs"), known);
    if (step.contains("hub")) need(step.at("hub"), "hub", pointerTo(pointer, "hub"), known);
    if (!step.contains("as")) return;
    const std::string name = step.at("as");
    known.parties[name] = family;
    known.awaited.erase(name);
    known.certified.erase(name);
    if (step.contains("certificate")) known.certified.insert(name);
    if (family == "callback" || family == "hub") known.variables.insert(name + ".url");
    if (family == "callback") known.variables.insert(name + ".authority");
  }

  void need(const Json& name, const std::string& family, const std::string& pointer,
            const Known& known) const {
    const auto party = known.parties.find(name.get<std::string>());
    if (party == known.parties.end())
      fail(pointer, "no earlier step opens '" + name.get<std::string>() + "': open it with 'as' first");
    if (!family.empty() && party->second != family)
      fail(pointer, "'" + party->first + "' is of the kind " + party->second + ", this step needs " + family);
  }

  void inner(const Json& step, const std::string& kind, const std::string& pointer, Known& known) const {
    if (step.contains("steps")) steps(step.at("steps"), pointerTo(pointer, "steps"), known);
    if (kind != "concurrently") return;
    const Known before = known;
    const Json& branches = step.at("branches");
    for (std::size_t i = 0; i < branches.size(); ++i) {
      Known branch = before;
      steps(branches[i], pointerTo(pointerTo(pointer, "branches"), i), branch);
      known.merge(branch);
    }
  }

  void barrier(const Json& step, const std::string& kind, const std::string& pointer, Known& known) const {
    if (kind == "expect") known.awaited.insert(step.at("from").get<std::string>());
    if (kind == "websocket.ping") known.awaited.insert(step.at("on").get<std::string>());
    if (kind == "client.shows") showing(step, pointer, known);
    if (kind == "callback.settle") settling(step, pointer, known);
    if (step.contains("until")) {
      const std::string from = step.at("until").at("from");
      need(step.at("until").at("from"), "", pointer + "/until/from", known);
      known.awaited.insert(from);
    }
    if (kind != "expect-none" && kind != "expect-count" && kind != "expect-order") return;
    for (const char* member : {"from", "sameAs"}) {
      if (!step.contains(member) || known.awaited.contains(step.at(member).get<std::string>())) continue;
      const std::string name = "'" + step.at(member).get<std::string>() + "'";
      fail(pointer, std::string("'")
                        .append(kind)
                        .append("' proves nothing yet: first publish a later event that must arrive at ")
                        .append(name)
                        .append(" and 'expect' it from ")
                        .append(name)
                        .append(" (the causal barrier)"));
    }
  }

  /// Where nothing may come at all, nothing can be awaited: the barrier is a later event at somebody else's.
  void settling(const Json& step, const std::string& pointer, Known& known) const {
    const std::string name = step.at("on");
    if (!known.certified.contains(name))
      fail(pointer, "events may come at '" + name + "': publish a later one and 'expect' it there instead");
    if (known.awaited.empty())
      fail(pointer, "nobody need have called '" + name +
                        "' yet: first 'expect' an event from another receiver that the subject notifies too");
    known.awaited.insert(name);
  }

  void showing(const Json& step, const std::string& pointer, Known& known) const {
    const std::string name = step.at("on");
    if (!step.contains("count"))
      known.awaited.insert(name);
    else if (!known.awaited.contains(name))
      fail(pointer, "a count of what '" + name +
                        "' shows proves nothing yet: first await a later effect with a " +
                        "client.shows step without a count (the causal barrier)");
  }

  void bindings(const Json& step, const std::string& kind, Known& known) const {
    if (kind == "set") known.variables.insert(step.at("name").get<std::string>());
    if (step.contains("bindId")) known.variables.insert(step.at("bindId").get<std::string>());
    if (step.contains("bind"))
      for (const auto& [name, pointer] : step.at("bind").items()) known.variables.insert(name);
  }

  void uses(const Json& part, const std::string& pointer, const Known& known) const {
    if (part.is_string()) {
      try {
        for (const auto& name : Variables::namesIn(part.get_ref<const std::string&>()))
          if (!known.variables.contains(name))
            fail(pointer, "${" + name + "} has no value yet: bind it in an earlier step");
      } catch (const VariableFault& fault) {
        fail(pointer, fault.what());
      }
    } else if (part.is_object()) {
      for (const auto& [name, each] : part.items()) uses(each, pointerTo(pointer, name), known);
    } else if (part.is_array()) {
      for (std::size_t i = 0; i < part.size(); ++i) uses(part[i], pointerTo(pointer, i), known);
    }
  }

  [[noreturn]] void fail(const std::string& pointer, const std::string& words) const {
    throw DataFault(profile_.file, pointer, words);
  }

  const Profile& profile_;
};

}  // namespace

void applyProfileRules(const Profile& profile) {
  for (const auto& [name, schema] : profile.definitions->items())
    applyExpectationRules(schema, *profile.definitions, profile.file, pointerTo("/definitions", name));
  std::set<std::string> ids;
  const CheckRules rules(profile);
  for (const auto& check : profile.checks) {
    if (!ids.insert(check.id).second)
      throw DataFault(profile.file, check.pointer + "/id",
                      "'" + check.id + "' is the id of an earlier check");
    Known known;
    rules.steps(*check.steps, check.pointer + "/steps", known);
  }
}

}  // namespace cast::conformance
