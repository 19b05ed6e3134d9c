#include "variant/plugin_table.hpp"

#include <algorithm>
#include <boost/core/demangle.hpp>
#include <cctype>
#include <cstddef>
#include <exception>
#include <typeinfo>
#include <utility>

#include "variant/plugin_sink.hpp"

namespace cast::hub {
namespace {

// What an exception says may be told where nothing but the plugin itself went into it.
enum class Involved { Plugin, Payload };

// Every call into a plugin goes through here: nothing it throws goes further.
template <typename Call>
auto guarded(const char* what, Involved involved, Call&& call) {
  const char* instead = involved == Involved::Plugin ? "no exception may leave a plugin, return null instead"
                                                     : "no exception may leave a plugin, refuse instead";
  try {
    return std::forward<Call>(call)();
  } catch (const std::exception& e) {
    const std::string told =
        involved == Involved::Plugin ? std::string(e.what()) : boost::core::demangle(typeid(e).name());
    throw PluginError(std::string(what) + " threw an exception (" + told + "): " + instead);
  } catch (...) {
    throw PluginError(std::string(what) + " threw an exception: " + instead);
  }
}

std::string copied(const cast_text& text, const std::string& what) {
  if (!text.data || text.size == 0) throw PluginError(what + " is empty: give the text and its size");
  if (text.size > PluginTable::kMaxText) throw PluginError(what + " is longer than 1 MiB: shorten it");
  return {text.data, static_cast<std::size_t>(text.size)};
}

cast_text lent(std::string_view text) { return {text.data(), text.size()}; }

// Reasons are logged and sent: one line each.
std::string oneLine(std::string text) {
  for (char& c : text)
    if (std::iscntrl(static_cast<unsigned char>(c))) c = ' ';
  return text;
}

bool isPointer(const std::string& text) { return text.empty() || text.front() == '/'; }

Refusal refusal(const char* what, std::int32_t returned, PluginSink* pointer, PluginSink& detail) {
  Refusal refused{pointer ? oneLine(pointer->text()) : std::string(), oneLine(detail.text())};
  if (!isPointer(refused.pointer) || (pointer && pointer->isOver())) refused.pointer.clear();
  if (detail.isOver()) refused.detail += " ... (its reason is longer than 64 KiB)";
  if (refused.detail.empty())
    refused.detail = std::string(what) + " returned " + std::to_string(returned) + " and gave no reason";
  return refused;
}

template <typename Table, typename Function>
void checkTable(const Table* table, Function Table::*function, const char* id, const char* name) {
  if (table->size < sizeof(Table) || !(table->*function))
    throw PluginError(std::string("its table for ") + id + " is too small or has no " + name +
                      ": build it again with this hub's plugin SDK");
}

std::string schemaFrom(const cast_schemas* schemas, const std::string& name) {
  const cast_text text =
      guarded("schema_of", Involved::Plugin, [&] { return schemas->schema_of(name.data(), name.size()); });
  return copied(text, "its schema for " + name);
}

}  // namespace

PluginTable::PluginTable(const cast_plugin_table* table) : table_(table) {
  const std::string rebuild = ": build it again with this hub's plugin SDK";
  if (table->abi_major != CAST_PLUGIN_ABI_MAJOR)
    throw PluginError("it was built for version " + std::to_string(table->abi_major) +
                      " of the plugin boundary and this hub speaks version " +
                      std::to_string(CAST_PLUGIN_ABI_MAJOR) + rebuild);
  if (table->size < sizeof(cast_plugin_table))
    throw PluginError("its table has " + std::to_string(table->size) + " bytes and version " +
                      std::to_string(CAST_PLUGIN_ABI_MAJOR) + " of the plugin boundary needs " +
                      std::to_string(sizeof(cast_plugin_table)) + rebuild);
  if (!table->get_extension) throw PluginError("its table has no get_extension" + rebuild);
}

std::string PluginTable::manifest() const { return copied(table_->manifest, "its manifest"); }

std::string PluginTable::schemaOf(const std::string& eventType) const {
  const auto* schemas = static_cast<const cast_schemas*>(extension(CAST_EXTENSION_SCHEMAS));
  if (!schemas || schemas->size < sizeof(cast_schemas) || !schemas->schema_of)
    throw PluginError("its manifest lists events, but it has no extension " CAST_EXTENSION_SCHEMAS
                      " to give their schemas: add it, or build the plugin with cast_add_plugin()");
  return schemaFrom(schemas, eventType);
}

std::string PluginTable::formatSchemaOf(const std::string& format) const {
  const auto* schemas = static_cast<const cast_schemas*>(extension(CAST_EXTENSION_FORMATS));
  if (!schemas || schemas->size < sizeof(cast_schemas) || !schemas->schema_of)
    throw PluginError("its manifest lists formats, but it has no extension " CAST_EXTENSION_FORMATS
                      " to give their schemas: add it, or build the plugin with cast_add_plugin()");
  return schemaFrom(schemas, format);
}

bool PluginTable::converts() const { return converter() != nullptr; }

std::variant<std::string, Refusal> PluginTable::convert(std::string_view eventType, std::string_view from,
                                                        std::string_view to, std::string_view payload) const {
  const cast_converter* table = converter();
  if (!table)
    throw PluginError("its manifest lists conversions, but it has no extension " CAST_EXTENSION_CONVERTER
                      ": override convert() in its class, or list none");
  PluginSink result(kMaxPayload);
  PluginSink reason(kMaxReason);
  const std::int32_t returned = guarded("convert", Involved::Payload, [&] {
    return table->convert(lent(eventType), lent(from), lent(to), lent(payload), result.sink(), reason.sink());
  });
  if (returned != CAST_DONE) return refusal("convert", returned, nullptr, reason);
  if (result.isOver())
    throw PluginError("convert gave more than 16 MiB, or text without an address: give less, or refuse");
  return std::move(result.text());
}

bool PluginTable::judges() const { return rules() != nullptr; }

std::optional<Refusal> PluginTable::judge(std::string_view eventType, std::string_view payload) const {
  const cast_rules* table = rules();
  if (!table) return std::nullopt;
  PluginSink pointer(kMaxReason);
  PluginSink detail(kMaxReason);
  const std::int32_t returned = guarded("judge", Involved::Payload, [&] {
    return table->judge(lent(eventType), lent(payload), pointer.sink(), detail.sink());
  });
  if (returned == CAST_DONE) return std::nullopt;
  return refusal("judge", returned, &pointer, detail);
}

std::vector<PluginTable::Example> PluginTable::examples() const {
  const auto* table = static_cast<const cast_examples*>(extension(CAST_EXTENSION_EXAMPLES));
  if (!table) return {};
  if (table->size < sizeof(cast_examples) || table->count > kMaxExamples ||
      (table->count > 0 && !table->examples))
    throw PluginError("its table for " CAST_EXTENSION_EXAMPLES
                      " is too small, counts over 100,000, or has no examples: build the plugin with "
                      "cast_add_plugin()");
  std::vector<Example> all;
  for (std::uint64_t i = 0; i < table->count; ++i) {
    const cast_example& example = table->examples[i];
    const std::string name = copied(example.name, "the name of its example " + std::to_string(i));
    all.push_back({copied(example.schema, "the schema's name of its example " + name), name,
                   copied(example.payload, "its example " + name), example.accepted != 0});
  }
  return all;
}

const void* PluginTable::extension(const char* id) const {
  return guarded("get_extension", Involved::Plugin, [&] { return table_->get_extension(id); });
}

const cast_converter* PluginTable::converter() const {
  const auto* table = static_cast<const cast_converter*>(extension(CAST_EXTENSION_CONVERTER));
  if (table) checkTable(table, &cast_converter::convert, CAST_EXTENSION_CONVERTER, "convert");
  return table;
}

const cast_rules* PluginTable::rules() const {
  const auto* table = static_cast<const cast_rules*>(extension(CAST_EXTENSION_RULES));
  if (table) checkTable(table, &cast_rules::judge, CAST_EXTENSION_RULES, "judge");
  return table;
}

}  // namespace cast::hub
