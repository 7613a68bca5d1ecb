import Core
import Foundation
import Yams

/// How the columns and values of books from elsewhere become ours; written in YAML, see docs/mapping.md.
public struct Mapping: Sendable {
    /// The kinds of file that a mapping may have a section for.
    public static let sectionNames = [
        "institutions", "agreements", "guarantees", "events", "firms", "research_projects",
        "research_vouchers",
    ]

    private let sections: [String: Section]

    /// The rules for one kind of file.
    public struct Section: Sendable {
        public let name: String
        /// The sheet of a workbook, unless the caller names another.
        public let sheet: String?
        /// Our names of the columns that the section gives, in its order.
        public var columnNames: [String] { columns.map(\.name) }

        /// Where the section stands: the file's name and the line.
        let place: String
        let columns: [ColumnRule]
        let skips: [SkipRule]
    }

    /// Where one of our columns comes from and how its values are read.
    struct ColumnRule: Sendable {
        let name: String
        /// Columns of the file; the first of them that is not empty counts.
        var from: [String] = []
        var constant: String?
        /// What stands for an empty cell.
        var fallback: String?
        /// Texts that count as empty.
        var blanks: Set<String> = []
        var reading: Reading = .asWritten
    }

    enum Reading: Sendable {
        case asWritten
        case money(DecimalFormat)
        case percent(DecimalFormat)
        case day([DayFormat])
        case words([String: String], other: String?)
    }

    /// Rows to be left out: those whose column has (or has not) one of these texts.
    struct SkipRule: Sendable {
        let column: String
        let values: Set<String>
        let isOneOf: Bool
    }

    /// The largest mapping file, in bytes.
    public static let sizeLimit = 1 << 20

    /// Reads a mapping file; every mistake is refused with its line and what would mend it.
    public init(path: String) throws(MappingRefusal) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw MappingRefusal(file: path, line: 0, .cannotOpen)
        }
        guard data.count <= Mapping.sizeLimit else { throw MappingRefusal(file: path, line: 0, .tooLarge) }
        guard let text = String(data: data, encoding: .utf8) else {
            throw MappingRefusal(file: path, line: 0, .notUTF8)
        }
        try self.init(yaml: text, file: path)
    }

    /// The same for a text; `file` is the name that mistakes are reported with.
    public init(yaml: String, file: String) throws(MappingRefusal) {
        sections = try MappingParser(file: file).sections(in: yaml)
    }

    /// The section for a kind of file, such as `guarantees`, if the mapping has it.
    public subscript(name: String) -> Section? { sections[name] }

    /// The names of the sections that the mapping has.
    public var names: [String] { Mapping.sectionNames.filter { sections[$0] != nil } }
}
