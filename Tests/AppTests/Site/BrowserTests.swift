import Foundation
import TestSupport
import Testing

/// The site in a real browser: people's ways through it in both languages, with scripts and without; axe,
/// narrow windows, the keyboard and the weight of pages. The journeys are in `Tests/BrowserTests`.
@Suite struct BrowserTests {
    @Test func peopleFindTheirWay() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "BrowserTests/journeys.py")
        let output = FileManager.default.temporaryDirectory.appending(
            path: "cassia-browser-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, Load.program.path]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        try process.runWithSignals()
        process.waitUntilExit()
        let text = try String(contentsOf: output, encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(text)")
    }
}
