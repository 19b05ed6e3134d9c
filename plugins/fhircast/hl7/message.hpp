// Reads one HL7 v2 message in the encoding with separators (HL7 v2.5.1 and later, chapter 2.5 to 2.7):
// segments, fields, repetitions, components, subcomponents and escape sequences. Debian has no library for
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/element.hpp"

namespace cast::fhircast::hl7 {

/// What MSH-1 and MSH-2 say.
struct Separators {
  char field = '|';
  char component = '^';
  char repetition = '~';
  char escape = '\\';
  char subcomponent = '&';
};

/// How the text of a message is read.
struct Reading {
  Separators separators;
  std::string encoding;  ///< of MSH-18, for \X..\; empty: not known
};

/// One repetition of a field. Reads as texts in UTF-8 with its escape sequences resolved, without control
/// characters and spaces around; what is absent or the null value `""` reads as empty. Lives as long as its
/// message.
class Value {
 public:
  Value(std::string_view raw, const Reading& reading) : raw_(raw), reading_(&reading) {}

  bool empty() const;  ///< no component has a text
  std::string text() const { return component(1); }
  std::string component(std::size_t number) const { return subcomponent(number, 1); }  ///< counted from 1
  std::string subcomponent(std::size_t number, std::size_t part) const;
  /// The component as a value of its own, its subcomponents as components.
  Value inner(std::size_t number) const;
  std::string whole() const;  ///< for a field of one text, whatever separators it has not escaped

 private:
  Value(std::string_view raw, const Reading& reading, bool inner)
      : raw_(raw), reading_(&reading), inner_(inner) {}
  std::string decoded(std::string_view raw) const;

  std::string_view raw_;
  const Reading* reading_;
  bool inner_ = false;
};

class Segment {
 public:
  Segment(std::string_view line, const Reading& reading);

  std::string_view name() const { return fields_.front(); }
  /// The field's first repetition; for MSH, MSH-2 is what counts the others.
  Value field(std::size_t number) const;
  std::vector<Value> repetitions(std::size_t number) const;  ///< those that are not empty

 private:
  std::string_view raw(std::size_t number) const;

  std::vector<std::string_view> fields_;
  const Reading* reading_;
};

/// Not to be moved: its values refer to it.
class Message {
 public:
  /// From a payload of the format `hl7v2`. Throws Fault that says by name what is not as HL7 has it.
  explicit Message(const Json& payload);
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  const Segment& header() const { return segments_.front(); }
  const std::vector<Segment>& segments() const { return segments_; }
  /// The first of this name; null where there is none.
  const Segment* find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::string& zone() const { return zone_; }  ///< of MSH-7, which holds for all times without one

 private:
  void readText(std::string text, bool isBytes);
  void readSegments();

  std::string text_;
  Reading reading_;
  std::vector<Segment> segments_;
  std::string zone_;
};

}  // namespace cast::fhircast::hl7
