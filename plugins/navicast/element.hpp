// What the messages that carry lists of named elements (TDATA, QTDATA, POINT, TRAJ) have in common. An event
// is about one of them: the one that is called like the event's subject or like its member `elementName`.
#pragma once

#include <cstring>
#include <vector>

#include "event_kind.hpp"
#include "message.hpp"

namespace cast::navicast {

/// Takes the name for an element out of the payload. Throws Fault at the member where it has more than
/// `limit` bytes.
std::string takeElementName(const EventKind& event, Json& payload, std::size_t limit, const char* message);

/// Takes a short text such as `group` out of the payload; "" where it is not there.
std::string takeField(Json& payload, const std::string& name, std::size_t limit);

/// Which of the elements with these names is the event's; puts `elementName` where the name says more than
/// the subject's id. Throws Fault where it can't be told.
std::size_t selectElement(const EventKind& event, const std::vector<std::string>& names, Filling& payload);

/// The event's element in a body that is a list of the library's structures, in the byte order of the wire.
/// Throws Fault at /data where the body is not a whole number of them, at least one.
template <typename Element>
Element elementIn(const EventKind& event, const Bytes& body, const char* message, Filling& payload) {
  if (body.empty() || body.size() % sizeof(Element) != 0)
    throw Fault("expected a " + std::string(message) + " body of one or more elements of " +
                    std::to_string(sizeof(Element)) + " bytes; found " + std::to_string(body.size()) +
                    " bytes",
                "/data");
  std::vector<Element> elements(body.size() / sizeof(Element));
  std::memcpy(elements.data(), body.data(), body.size());
  std::vector<std::string> names;
  names.reserve(elements.size());
  for (const auto& element : elements)
    names.push_back(fieldText(element.name, sizeof element.name, "element's name"));
  return elements[selectElement(event, names, payload)];
}

template <typename Structure>
Bytes bytesOf(const Structure& structure) {
  Bytes bytes(sizeof structure);
  std::memcpy(bytes.data(), &structure, sizeof structure);
  return bytes;
}

/// Takes `name`, an array of numbers, out of the payload into floats.
void takeFloats(Json& payload, const std::string& name, float* floats, std::size_t size);

/// Finite numbers from the wire. Throws Fault at /data.
Json numbersOf(const float* floats, std::size_t size);

}  // namespace cast::navicast
