/// How every subcommand speaks: JSON and tables on the standard output, sentences on the standard error.
import ArgumentParser
import Core
import Foundation

/// The language of the person at the terminal: `CASSIA_LANGUAGE` decides, else the locale; English otherwise.
let commandLanguage = language(of: ProcessInfo.processInfo.environment)

func language(of environment: [String: String]) -> Language {
    if let wanted = environment["CASSIA_LANGUAGE"].flatMap(Language.init(rawValue:)) { return wanted }
    // The first that is set decides, as in POSIX.
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale?.hasPrefix("zh") == true ? .chinese : .english
}

/// Says on the standard error why the command does not do it; throw the result to leave with status 1.
func fail(_ sentence: Sentence) -> ExitCode {
    FileHandle.standardError.write(Data((sentence.text(in: commandLanguage) + "\n").utf8))
    return ExitCode(1)
}

/// The same for a refusal of the domain.
func fail(_ refusal: some Refusal) -> ExitCode { fail(refusal.sentence) }

/// Prints one line of JSON, keys in order.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// Prints rows under headings, every column but the first set to the right.
func printTable(headings: [String], rows: [[String]]) {
    let lines = [headings] + rows
    let widths = headings.indices.map { column in lines.map { terminalWidth(of: $0[column]) }.max() ?? 0 }
    for line in lines {
        let cells = zip(line, widths).enumerated().map { column, cell in
            let padding = String(repeating: " ", count: cell.1 - terminalWidth(of: cell.0))
            return column == 0 ? cell.0 + padding : padding + cell.0
        }
        print(cells.joined(separator: "  "))
    }
}

/// The columns that a text takes up: Chinese characters and full-width marks take two.
private func terminalWidth(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60:
            width + 2
        default: width + 1
        }
    }
}

extension Cassia {
    /// Runs the command line; arguments that can't be understood leave with status 2, as other Unix tools do.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            let message = argumentMessage(fullMessage(for: error), in: commandLanguage)
            FileHandle.standardError.write(Data((message + "\n").utf8))
            exit(withError: ExitCode(2))
        }
    }
}
