import App
import ArgumentParser
import Core
import Foundation
import Storage

/// The subcommand that brings in what a department or another source tells of firms, one row a firm.
struct ImportFirmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firms", abstract: "Bring what a source tells of firms into the register: CSV or xlsx.",
        discussion: """
            One row a firm. What the same source told before is kept beside the newer; what other sources \
            tell is never overwritten. Refused rows go to a rejects file with all their reasons. The firms \
            that something was told of are then matched with the policies of the day.
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var policies: PolicyOption
    @Option(help: ArgumentHelp("The table of firms.", valueName: "file")) var file: String?
    @Option(
        help: ArgumentHelp(
            """
            What it holds: statements, rights, qualifications, platforms, hosting, incidents, contacts or \
            related.
            """,
            valueName: "table"))
    var kind = "statements"
    @Option(help: ArgumentHelp("A mapping with a section 'firms', YAML.", valueName: "file"))
    var map: String?
    @Option(help: ArgumentHelp("Who tells it, such as a department.", valueName: "name"))
    var source: String?
    @Option(help: "The day for which it is told; today without it. The last full year before it is y0.")
    var on: Day?
    @Option(help: "The day for which firms are matched with policies; today in the region without it.")
    var today: Day?
    @Option(help: ArgumentHelp("The folder for refused rows.", valueName: "folder")) var rejects = "rejects"
    @Option(help: ArgumentHelp("Write an empty table of that kind, .csv or .xlsx.", valueName: "file"))
    var template: String?
    @Flag(help: "Don't match firms with policies; the daily run does it then.") var withoutMatching = false
    @Flag(help: "End with one JSON object of counts.") var json = false

    func validate() throws {
        guard (file == nil) != (template == nil) else {
            throw ValidationError("Name the table with --file, or a template to write with --template.")
        }
        guard kind == "statements" || FirmRecordImport.Table(rawValue: kind) != nil else {
            throw ValidationError("There is no table '\(kind)'; see --help for those there are.")
        }
        if let source, source.isEmpty || source.utf8.count > FirmImport.longestSource {
            throw ValidationError("A source has a name of at most \(FirmImport.longestSource) bytes.")
        }
    }

    func run() async throws {
        Interruption.install()
        do {
            if let template { return try writeTemplate(template) }
            guard let file else { return }
            let outcome = try await bringIn(file)
            try tell(outcome.counts)
            guard outcome.counts.refused == 0 else { throw fail(sentence(outcome)) }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    private func bringIn(_ file: String) async throws -> FirmImport.Outcome {
        let mapping = try map.map { try Mapping(path: $0) }
        do {
            try FileManager.default.createDirectory(atPath: rejects, withIntermediateDirectories: true)
        } catch {
            throw TableRefusal.cannotOpen(path: rejects, error.localizedDescription)
        }
        // Removes the folder only where nothing was refused and nothing else is in it.
        defer { rmdir(rejects) }
        let library = try policies.library()
        let book = try database.open()
        defer { book.close() }
        let today = today ?? Day(atShanghai: Int64(Date().timeIntervalSince1970 * 1_000))
        let last = try await EntitlementMatching.lastRecord(in: book)
        let outcome = try await bringIn(file, mapping, today, book)
        if !withoutMatching {
            try await match(library, on: today, .toldAfter(last), in: book, isQuiet: json)
        }
        return outcome
    }

    private func bringIn(
        _ file: String, _ mapping: Mapping?, _ today: Day, _ book: Book
    ) async throws -> FirmImport.Outcome {
        if let table = FirmRecordImport.Table(rawValue: kind) {
            var bringing = FirmRecordImport(
                table, path: file, source: source ?? FirmImport.namelessSource, rejectsFolder: rejects,
                language: commandLanguage)
            bringing.day = on ?? today
            return try await bringing.run(into: book)
        }
        return try await FirmImport(
            path: file, mapping: mapping, source: source ?? FirmImport.namelessSource,
            kind: source == nil ? .table : .agency, day: on ?? today, rejectsFolder: rejects,
            language: commandLanguage
        ).run(into: book)
    }

    private func writeTemplate(_ path: String) throws {
        let format = TableWriter.format(of: path)
        let table = FirmRecordImport.Table(rawValue: kind)
        let bytes = try table.map { try FirmTemplate.bytes(of: $0, format) } ?? FirmTemplate.bytes(format)
        try Data(bytes).write(to: URL(filePath: path))
    }

    private func tell(_ counts: ImportCounts) throws {
        if json { return try printJSON(counts) }
        let isChinese = commandLanguage == .chinese
        printTable(
            headings: isChinese
                ? ["读入", "接受", "拒绝", "已在册"] : ["read", "accepted", "refused", "already there"],
            rows: [[counts.read, counts.accepted, counts.refused, counts.alreadyThere].map(String.init)])
    }

    private func sentence(_ outcome: FirmImport.Outcome) -> Sentence {
        let (refused, path) = (outcome.counts.refused, outcome.rejects ?? "")
        let rows = EnglishCount.of(refused, "row was", "rows were")
        return Sentence(
            zh: "有 \(refused) 行被拒绝，原因见 \(path)；改正后可再次导入。",
            en: "\(rows) refused; the reasons stand in \(path): mend it and import it again.")
    }
}
