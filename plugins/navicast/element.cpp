#include "element.hpp"

#include <algorithm>

namespace cast::navicast {

std::string takeField(Json& payload, const std::string& name, std::size_t limit) {
  const Members members(payload);
  if (!members.has(name)) return {};
  std::string text = members.text(name);
  if (text.size() > limit)
    members.refuse(name, std::to_string(text.size()) + " bytes; OpenIGTLink holds " + std::to_string(limit));
  if (hasControl(text)) members.refuse(name, "expected a text without control characters");
  payload.erase(name);
  return text;
}

std::string takeElementName(const EventKind& event, Json& payload, std::size_t limit, const char* message) {
  if (std::string name = takeField(payload, "elementName", limit); !name.empty()) return name;
  const Members members(payload);
  std::string name = members.text(event.id);
  if (name.size() > limit)
    members.refuse(event.id, std::to_string(name.size()) + " bytes; the name of an element of " + message +
                                 " holds " + std::to_string(limit) + ": give a shorter one as `elementName`");
  if (hasControl(name)) members.refuse(event.id, "expected a name without control characters");
  return name;
}

std::size_t selectElement(const EventKind& event, const std::vector<std::string>& names, Filling& payload) {
  const Members members = payload.members();
  const std::string id = members.text(event.id);
  const bool named = members.has("elementName");
  const std::string wanted = named ? members.text("elementName") : id;
  const auto matches = std::count(names.begin(), names.end(), wanted);
  if (matches == 1) {
    if (named && wanted == id) payload.payload().erase("elementName");
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), wanted) - names.begin());
  }
  if (matches == 0 && !named && names.size() == 1) {
    if (!names[0].empty()) payload.put("elementName", names[0]);
    return 0;
  }
  members.refuse(named ? "elementName" : event.id,
                 "expected the name of one of the message's " + std::to_string(names.size()) + " elements; " +
                     std::to_string(matches) + " are called so" +
                     (named ? "" : ": give the element's name as `elementName`"));
}

void takeFloats(Json& payload, const std::string& name, float* floats, std::size_t size) {
  const Json& list = payload.at(name);
  for (std::size_t i = 0; i < size; ++i)
    floats[i] = toWire(list.at(i).get<double>(), "/" + name + "/" + std::to_string(i));
  payload.erase(name);
}

Json numbersOf(const float* floats, std::size_t size) {
  Json list = Json::array();
  for (std::size_t i = 0; i < size; ++i) list.push_back(fromWire(floats[i]));
  return list;
}

}  // namespace cast::navicast
