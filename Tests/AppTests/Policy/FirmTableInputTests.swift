/// Tables of firms as offices have them: GB18030, UTF-16, workbooks; and a stop in the middle of one.
import Core
import Foundation
import TestSupport
import Testing

@testable import App

@Suite struct FirmTableInputTests {
    private static let table = """
        credit_code,name,size_industry,employees,revenue_y0,total_assets_y0
        A,桂林漓样陶瓷有限公司,software,100,10000000.00,1
        B,南宁壮锦㐂软件有限公司,software,99,10000000.00,1
        C,丙,,5,1.00,1
        D,丁,茶馆,5,1.00,1
        """
    private static let results = [
        "credit_code,name,verdict,class,score_low,score_high,amount_yuan,failed,open",
        "A,桂林漓样陶瓷有限公司,,medium,,,,,", "B,南宁壮锦㐂软件有限公司,,small,,,,,", "C,丙,,,,,,,",
    ]

    private func decide(
        _ folder: TestDirectory, _ table: String, _ policy: String = "sme-size"
    ) throws -> FirmDecisions.Outcome {
        let program = try PolicyLibrary(folder: nil).program(policy, on: try #require(Day(2017, 6, 30)))
        try FileManager.default.createDirectory(
            atPath: folder("rejects"), withIntermediateDirectories: true)
        return try FirmDecisions(
            program,
            FirmDecisions.Options(
                table: table, out: folder("out.csv"), rejectsFolder: folder("rejects"), mapping: nil,
                carry: [], language: .chinese)
        ).run()
    }

    /// As Windows writes CSV in China, and as Excel writes "Unicode text".
    @Test(arguments: [UInt(0x8000_0632), String.Encoding.utf16.rawValue])
    func otherEncodingsAreRead(encoding: UInt) throws {
        let folder = try TestDirectory()
        let text = try #require(Self.table.data(using: String.Encoding(rawValue: encoding)))
        let outcome = try decide(folder, try folder.write("firms.csv", Array(text)))
        #expect(outcome.counts.decided == 3)
        #expect(outcome.counts.refused == 1)
        let lines = try folder.text("out.csv").split(separator: "\n").map(String.init)
        #expect(lines.map { $0.trimmingCharacters(in: ["\u{FEFF}"]) } == Self.results)
    }

    @Test func workbooksAreRead() throws {
        let folder = try TestDirectory()
        let rows = Self.table.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let writer = try TableWriter(
            path: folder("firms.xlsx"), format: .xlsx, columns: rows[0].map { TableWriter.Column(String($0)) }
        )
        for row in rows.dropFirst() {
            for cell in row { writer.text(String(cell)) }
            try writer.endRow()
        }
        try writer.finish()
        let outcome = try decide(folder, folder("firms.xlsx"))
        #expect(outcome.counts.decided == 3)
        #expect(try folder.text("out.csv").split(separator: "\n").map(String.init) == Self.results)
        // The refused row stands in a workbook as the table does.
        let rejects = try TableReader(path: try #require(outcome.rejects))
        #expect(rejects.format == .xlsx)
        #expect(try rejects.allTexts().map { $0[0] }.count == 1)
    }

    /// Numbers typed into cells are numbers there, not texts.
    @Test func numbersAndDatesOfAWorkbookAreRead() throws {
        let folder = try TestDirectory()
        try folder.python(
            """
            import datetime, openpyxl
            book = openpyxl.Workbook()
            sheet = book.active
            sheet.append(["credit_code", "hnte_times", "hnte_recognised_on"])
            sheet.append(["A", 1, datetime.date(2016, 5, 1)])
            sheet.append(["B", 0, None])
            book.save("firms.xlsx")
            """)
        let outcome = try decide(folder, folder("firms.xlsx"), "awards")
        #expect(outcome.counts.decided == 2)
        #expect(
            try folder.text("out.csv").split(separator: "\n").dropFirst() == [
                "A,,yes,,,,100000.00,,", "B,,no,,,,0.00,recognised_last_year,",
            ])
    }

    /// Ctrl-C, or the system's word to stop: results that were there before stay, and no half ones appear.
    @Test func aSignalStopsBetweenRows() throws {
        let folder = try TestDirectory()
        let rows = (0..<1_000_000).map { "F\($0),\($0 % 3)\n" }.joined()
        let table = try folder.write("firms.csv", "credit_code,hnte_times\n" + rows)
        _ = try folder.write("out.csv", "older\n")
        let before = folder.names
        let process = Process()
        process.executableURL = Load.program
        process.arguments = [
            "policy", "decide", "--policy", "awards", "--table", table, "--out", folder("out.csv"),
            "--rejects", folder("rejects"), "--as-of", "2017-06-30",
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "CASSIA_LANGUAGE": "en"]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.runWithSignals()
        // The unfinished results, under another name, say that the work has begun.
        for _ in 0..<2_000 where folder.names == before && process.isRunning { usleep(10_000) }
        process.terminate()
        let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        #expect(told.contains("Stopped as asked"), "\(told)")
        #expect(try folder.text("out.csv") == "older\n")
        #expect(folder.names == before)
    }
}
