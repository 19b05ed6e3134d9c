#include <ostream>

#include "engine/arguments.hpp"
#include "engine/claims.hpp"
#include "engine/commands.hpp"
#include "engine/data_fault.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {

ExitCode validateCommand(const Arguments& arguments, Suite& suite, std::ostream& out, std::ostream& err) {
  if (arguments.others.empty()) throw DataFault("validate needs the names of files");
  ExitCode code = ExitCode::conformant;
  for (const auto& file : arguments.others) {
    try {
      const std::string kind = suite.validate(file);
      std::vector<std::string> doubtful;
      if (kind == "subject") doubtful = doubtfulClaims(readSubject(suite.readSubjectFile(file)), suite);
      out << file << ": a valid " << kind << " file\n";
      for (const auto& sentence : doubtful) out << "note: " << sentence << '\n';
    } catch (const DataFault& fault) {
      err << "cast-conformance: " << fault.what() << '\n';
      code = ExitCode::usage;
    }
  }
  return code;
}

}  // namespace cast::conformance
