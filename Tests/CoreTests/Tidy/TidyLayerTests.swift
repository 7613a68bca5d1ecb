/// Who may know whom: the layers, the domains inside Core, and what has no place near money.
import Testing

@Suite struct TidyLayerTests {
    /// The modules that the files of a folder may import; the longest folder that fits decides.
    static let allowedImports: [(folder: String, modules: Set<String>)] = [
        ("Sources/Core", []),
        ("Sources/Storage", ["Glibc", "Synchronization"]),
        ("Sources/Storage/SQLite", ["Glibc", "GRDBSQLite"]),
        ("Sources/Storage/SQLiteFile.swift", ["Glibc", "CSQLite", "GRDB", "GRDBSQLite"]),
        ("Sources/Storage/PostgreSQL", ["Glibc", "CLibPQ"]),
        ("Sources/App", ["Core", "Storage", "Foundation", "Glibc", "Synchronization", "HTTPTypes"]),
        ("Sources/App/Sharing", ["Core", "Storage", "Crypto"]),
        (
            "Sources/App/Access",
            [
                "Core", "Storage", "Crypto", "CryptoExtras", "Dispatch", "Foundation", "HTTPTypes",
                "Synchronization",
            ]
        ),
        ("Sources/App/Documents", ["Core", "Storage", "Crypto", "HTTPTypes"]),
        (
            "Sources/App/Site",
            [
                "Core", "Storage", "Crypto", "Foundation", "HTTPTypes", "Hummingbird", "Logging", "NIOCore",
                "NIOHTTPTypes", "Synchronization",
            ]
        ),
        (
            "Sources/App/Tables",
            ["Core", "Foundation", "Glibc", "Synchronization", "CXLSXWriter", "CZip", "Yams"]
        ),
        (
            "Sources/App/Policy",
            [
                "Core", "Storage", "Dispatch", "Foundation", "Glibc", "HTTPTypes", "Synchronization", "Yams",
            ]
        ),
        (
            "Sources/cassia",
            ["Core", "App", "Storage", "ArgumentParser", "Foundation", "Glibc", "Synchronization"]
        ),
    ]

    /// Each domain of Core and the others that it may name; every one may name Shared.
    static let allowedDomains: [String: Set<String>] = [
        "Shared": [],
        "Access": [],
        "Approvals": [],
        "Documents": [],
        "Enterprises": [],
        "Guarantees": ["Ledger", "Enterprises"],
        "Ledger": ["Guarantees"],
        "Policy": ["Enterprises"],
        "Research": [],
        "Sharing": [],
        "Supervision": ["Guarantees", "Ledger", "Enterprises"],
    ]

    /// Words that make a result depend on more than what was asked, or lose a fen.
    static let inexact: Set<Substring> = ["Double", "Float", "Float16", "Float80", "CGFloat", "Decimal"]
    /// Whole numbers up to 2^53 are exact in floating point, and fast in columns: what is larger, and each
    /// comparison that a rounded quotient leaves in doubt, these files hand to exact fractions.
    static let wholeInFloatingPoint = [
        "ColumnBands", "ColumnComparisons", "ColumnDays", "ColumnFrame", "ColumnFrameDoubts",
        "ColumnFrameOutcomes", "ColumnKernels", "ColumnMachine", "ColumnNumber", "ColumnPlanner",
        "ColumnPlannerErrors", "ColumnPlannerFlags", "ColumnPlannerNumbers", "ColumnPlannerQuotients",
        "ColumnPlannerTables", "ColumnRun", "ColumnStep", "FirmAnswers", "FirmChunk",
    ].map { "Sources/Core/Policy/\($0).swift" }
    static let impure: Set<Substring> = [
        "Date", "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", "getenv", "time",
        "clock_gettime", "Task", "nonisolated",
    ]
    static let withoutSeed = [".random(", ".randomElement(", ".shuffled(", ".shuffle("]
    /// Where amounts are computed or stored; tables and benchmarks measure other things too.
    static let moneyFolders = [
        "Sources/Core", "Sources/App/Guarantees", "Sources/App/Ledger", "Sources/App/Sharing",
        "Sources/App/Supervision", "Sources/App/Migrations", "Sources/App/Research",
    ]

    @Test func modulesAreImportedWhereTheyBelong() {
        for file in SourceTree.sources {
            let rules = Self.allowedImports.filter { file.path.hasPrefix($0.folder) }
            guard let rule = rules.max(by: { $0.folder.count < $1.folder.count }) else {
                expectNone([Violation(file, 1, "no rule for this target; add it to allowedImports")])
                continue
            }
            for (module, line) in file.swift.imports where !rule.modules.contains(module) {
                expectNone([
                    Violation(
                        file, line,
                        "\(module) is not imported in \(rule.folder); ask the layer that owns it instead")
                ])
            }
        }
    }

    @Test func domainsNameOnlyThoseTheyMayKnow() {
        let core = SourceTree.sources.filter { $0.isIn("Sources/Core") }
        let texts = core.map { (file: $0, text: $0.swift) }
        let domains = Dictionary(grouping: texts) { String($0.file.folders.dropFirst(2).first ?? "") }
        let declared = domains.mapValues {
            $0.reduce(into: Set<String>()) { $0.formUnion($1.text.topLevelTypes) }
        }
        let own = domains.mapValues { $0.reduce(into: Set<String>()) { $0.formUnion($1.text.allTypes) } }
        for (domain, files) in domains {
            guard let allowed = Self.allowedDomains[domain] else {
                expectNone([
                    Violation(files[0].file, 1, "Core has no domain '\(domain)'; add it to allowedDomains")
                ])
                continue
            }
            let foreign = declared.filter {
                $0.key != domain && $0.key != "Shared" && !allowed.contains($0.key)
            }
            for (file, text) in files {
                for (word, line) in text.words where own[domain]?.contains(String(word)) != true {
                    guard let other = foreign.first(where: { $0.value.contains(String(word)) })?.key else {
                        continue
                    }
                    expectNone([
                        Violation(
                            file, line, "\(domain) must not know \(word) of \(other); pass in a plain value")
                    ])
                }
            }
        }
    }

    @Test func moneyIsExact() {
        for file in SourceTree.sources
        where Self.moneyFolders.contains(where: file.isIn) && !Self.wholeInFloatingPoint.contains(file.path) {
            for (word, line) in file.swift.words where Self.inexact.contains(word) {
                expectNone([Violation(file, line, "\(word) loses fen; use Fen, Rate or whole numbers")])
            }
        }
    }

    @Test func coreIsPure() {
        for file in SourceTree.sources where file.isIn("Sources/Core") {
            let text = file.swift
            for (word, line) in text.words where Self.impure.contains(word) {
                expectNone([Violation(file, line, "\(word) is the world outside; let App pass the value in")])
            }
            for (index, line) in text.code.enumerated() where !line.contains("using:") {
                for call in Self.withoutSeed where line.contains(call) {
                    expectNone([
                        Violation(file, index + 1, "\(call)…) has no seed; pass a generator with `using:`")
                    ])
                }
            }
        }
    }

    /// SQL stands where rows become values, never in the domain or in a command.
    @Test func onlyStoresSpeakSQL() {
        let beginnings = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE "]
        for file in SourceTree.sources where file.isIn("Sources/Core") || file.isIn("Sources/cassia") {
            if file.name.hasSuffix("BenchCommand.swift") { continue }
            for literal in file.swift.literals
            where beginnings.contains(where: literal.text.hasPrefix) {
                expectNone([Violation(file, literal.line, "SQL belongs in a store of App")])
            }
        }
    }
}
