#include "data_set_reader.hpp"

#include <algorithm>
#include <cast/plugin.hpp>
#include <map>

#include "data_dictionary.hpp"
#include "limits.hpp"

namespace cast::dicomcast {
namespace {

constexpr Tag kItem = 0xfffee000;
constexpr Tag kItemEnd = 0xfffee00d;
constexpr Tag kSequenceEnd = 0xfffee0dd;
constexpr Tag kPixelRepresentation = 0x00280103;
constexpr std::uint32_t kUndefined = 0xffffffff;

// What reading an implicit VR needs to know of the elements read before.
struct Context {
  std::map<Tag, std::string> creators;
  bool isSigned = false;
  int depth = 0;
};

struct Header {
  Tag tag = 0;
  const Vr* vr = nullptr;
  std::uint32_t length = 0;
};

bool isRepetition(const Element& a, const Element& b) {
  return a.tag == b.tag && a.vr == b.vr && a.bytes == b.bytes && a.items.empty() && b.items.empty() &&
         !a.encapsulated && !b.encapsulated;
}

class Reader {
 public:
  Reader(std::string_view bytes, Encoding encoding, std::size_t& budget)
      : bytes_(bytes), end_(bytes.size()), encoding_(encoding), budget_(&budget) {}

  std::size_t position() const { return position_; }

  // Elements up to the end, or, `delimited`, to an item delimitation.
  DataSet readElements(bool delimited, Context context) {
    DataSet dataSet;
    while (true) {
      if (position_ == end_ && !delimited) break;
      if (delimited && nextTag() == kItemEnd) {
        skipDelimiter();
        break;
      }
      Element element = readElement(context);
      if (belongsInDataSet(element.tag)) dataSet.elements.push_back(std::move(element));
    }
    order(dataSet);
    return dataSet;
  }

  // Elements of group 0002, whatever the group length says.
  DataSet readMetaInformation() {
    DataSet meta;
    Context context;
    while (end_ - position_ >= 8 && groupOf(nextTag()) == 2) meta.elements.push_back(readElement(context));
    order(meta);
    return meta;
  }

 private:
  [[noreturn]] void refuse(Tag tag, const std::string& why) const {
    throw plugin::Fault("element " + textOf(tag) + " at byte " + std::to_string(position_) + ": " + why,
                        "/data");
  }

  std::string_view take(std::size_t count, Tag tag, const char* what) {
    if (count > end_ - position_) refuse(tag, std::string(what) + " goes beyond the end of what holds it");
    const auto taken = bytes_.substr(position_, count);
    position_ += count;
    return taken;
  }

  std::uint64_t takeNumber(std::size_t width, Tag tag) {
    return numberOf(take(width, tag, "its header"), encoding_.bigEndian);
  }

  Tag nextTag() {
    const std::size_t before = position_;
    const Tag tag = takeTag();
    position_ = before;
    return tag;
  }

  Tag takeTag() {
    const auto group = takeNumber(2, 0);
    return static_cast<Tag>(group << 16 | takeNumber(2, static_cast<Tag>(group << 16)));
  }

  void skipDelimiter() {
    const Tag tag = takeTag();
    takeNumber(4, tag);
  }

  void spend(Tag tag) {
    if (*budget_ == 0) refuse(tag, "more than " + std::to_string(kMaxElements) + " elements");
    --*budget_;
  }

  Header takeHeader(const Context& context) {
    Header header;
    header.tag = takeTag();
    if (groupOf(header.tag) == 0xfffe) refuse(header.tag, "a delimiter where an element was expected");
    if (!encoding_.explicitVr) {
      const auto creator = context.creators.find(creatorTagOf(header.tag));
      header.vr = vrOf(implicitVrNameOf(header.tag, creator == context.creators.end() ? "" : creator->second,
                                        context.isSigned));
      header.length = static_cast<std::uint32_t>(takeNumber(4, header.tag));
      return header;
    }
    const auto name = take(2, header.tag, "its header");
    header.vr = vrOf(name);
    const auto isLetter = [](char c) { return c >= 'A' && c <= 'Z'; };
    // A VR of the future has a long header (PS3.5 section 7.1.2); what is no VR at all has what most have.
    const bool isLong = header.vr ? header.vr->longHeader : isLetter(name[0]) && isLetter(name[1]);
    if (!header.vr) header.vr = vrOf("UN");
    if (isLong) takeNumber(2, header.tag);
    header.length = static_cast<std::uint32_t>(takeNumber(isLong ? 4 : 2, header.tag));
    return header;
  }

  Element readElement(Context& context) {
    const Header header = takeHeader(context);
    spend(header.tag);
    Element element;
    element.tag = header.tag;
    element.vr = header.vr;
    element.bigEndian = encoding_.bigEndian;
    if (header.length == kUndefined)
      readUndefined(element, context);
    else if (header.vr->kind == Kind::kSequence)
      readSequence(element, header.length, context);
    else
      element.bytes = take(header.length, header.tag, "its value");
    remember(element, context);
    return element;
  }

  void readUndefined(Element& element, const Context& context) {
    const bool pixels = element.tag == 0x7fe00010 || element.vr->name == "OB" || element.vr->name == "OW";
    if (element.vr->kind == Kind::kSequence) {
      readItems(element, context);
    } else if (pixels) {
      skipFragments(element.tag);
      element.encapsulated = true;
    } else if (element.vr->name == "UN") {
      readUnknownSequence(element, context);
    } else {
      refuse(element.tag, "only a sequence may have an undefined length");
    }
  }

  // PS3.5 section 6.2.2: a UN of undefined length is a sequence in implicit VR little endian.
  void readUnknownSequence(Element& element, const Context& context) {
    const Encoding before = encoding_;
    encoding_ = {false, false};
    element.vr = vrOf("SQ");
    readItems(element, context);
    encoding_ = before;
  }

  void readSequence(Element& element, std::uint32_t length, const Context& context) {
    if (length > end_ - position_) refuse(element.tag, "its value goes beyond the end of what holds it");
    const std::size_t outer = end_;
    end_ = position_ + length;
    while (position_ < end_) {
      // A delimiter is not needed here, but some write one.
      if (nextTag() == kSequenceEnd)
        skipDelimiter();
      else
        element.items.push_back(readItem(element.tag, context));
    }
    end_ = outer;
  }

  void readItems(Element& element, const Context& context) {
    while (nextTag() != kSequenceEnd) element.items.push_back(readItem(element.tag, context));
    skipDelimiter();
  }

  DataSet readItem(Tag sequence, const Context& context) {
    if (takeTag() != kItem) refuse(sequence, "something other than an item in a sequence");
    spend(sequence);
    if (context.depth == kMaxSequenceDepth)
      refuse(sequence, "nested deeper than " + std::to_string(kMaxSequenceDepth) + " sequences");
    const auto length = static_cast<std::uint32_t>(takeNumber(4, sequence));
    Context inner;
    inner.isSigned = context.isSigned;
    inner.depth = context.depth + 1;
    if (length == kUndefined) return readElements(true, std::move(inner));
    if (length > end_ - position_) refuse(sequence, "an item goes beyond the end of what holds it");
    const std::size_t outer = end_;
    end_ = position_ + length;
    DataSet item = readElements(false, std::move(inner));
    end_ = outer;
    return item;
  }

  void skipFragments(Tag tag) {
    while (nextTag() != kSequenceEnd) {
      if (takeTag() != kItem) refuse(tag, "something other than a fragment in compressed data");
      take(static_cast<std::uint32_t>(takeNumber(4, tag)), tag, "a fragment");
    }
    skipDelimiter();
  }

  void remember(const Element& element, Context& context) const {
    if (isCreator(element.tag)) context.creators[element.tag] = std::string(withoutPadding(element.bytes));
    if (element.tag == kPixelRepresentation && element.bytes.size() == 2)
      context.isSigned = numberOf(element.bytes, encoding_.bigEndian) == 1;
  }

  void order(DataSet& dataSet) const {
    auto& elements = dataSet.elements;
    const auto byTag = [](const Element& a, const Element& b) { return a.tag < b.tag; };
    if (!std::is_sorted(elements.begin(), elements.end(), byTag))
      std::stable_sort(elements.begin(), elements.end(), byTag);
    // The same value once more does no harm; of two values, two readers could take a different one.
    const auto again = std::unique(elements.begin(), elements.end(), isRepetition);
    elements.erase(again, elements.end());
    const auto twice = std::adjacent_find(elements.begin(), elements.end(),
                                          [](const Element& a, const Element& b) { return a.tag == b.tag; });
    if (twice != elements.end())
      refuse(twice->tag, "it is there twice in one data set, with different values");
  }

  std::string_view bytes_;
  std::size_t position_ = 0;
  std::size_t end_;  // of the innermost of known length
  Encoding encoding_;
  std::size_t* budget_;
};

}  // namespace

DataSet readDataSet(std::string_view bytes, Encoding encoding) {
  std::size_t budget = kMaxElements;
  return Reader(bytes, encoding, budget).readElements(false, {});
}

DataSet readMetaInformation(std::string_view& bytes) {
  std::size_t budget = kMaxElements;
  Reader reader(bytes, {true, false}, budget);
  DataSet meta = reader.readMetaInformation();
  bytes.remove_prefix(reader.position());
  return meta;
}

std::uint64_t numberOf(std::string_view bytes, bool bigEndian) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[bigEndian ? i : bytes.size() - 1 - i]);
  return number;
}

const Element* find(const DataSet& dataSet, Tag tag) {
  const auto element = std::lower_bound(dataSet.elements.begin(), dataSet.elements.end(), tag,
                                        [](const Element& each, Tag wanted) { return each.tag < wanted; });
  return element != dataSet.elements.end() && element->tag == tag ? &*element : nullptr;
}

std::string_view withoutPadding(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  return text;
}

}  // namespace cast::dicomcast
