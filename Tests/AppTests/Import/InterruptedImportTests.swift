import App
import Foundation
import TestSupport
import Testing

/// Ctrl-C, or the system's word to stop, in the middle of an import.
@Suite struct InterruptedImportTests {
    @Test func aSignalStopsAnImportBetweenTwoBatches() throws {
        let sample = try ImportSample(.sqlite)
        try Book.open(sample.database.url, now: { 1_700_000_000_000 }).close()
        let unknown = (0..<400_000).map { "2017-01-10,G-\($0),disbursed,1.00,R-\($0)\n" }.joined()
        try sample.write(.events, "on,guarantee_no,event,amount_yuan,reference\n" + unknown)
        let events = try #require(sample.files[.events])

        let process = Process()
        process.executableURL = Load.program
        process.arguments = [
            "import", "book", "--events", events, "--rejects", sample.folder + "/rejects",
            "--database", sample.database.url,
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "CASSIA_LANGUAGE": "en"]
        let errors = Pipe()
        process.standardError = errors
        try process.runWithSignals()
        // The first refused rows say that the work has begun.
        for _ in 0..<2_000 where !hasRejects(sample) && process.isRunning { usleep(10_000) }
        process.terminate()
        let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        #expect(told.contains("Stopped as asked"), "\(told)")
    }

    private func hasRejects(_ sample: ImportSample) -> Bool {
        let names = try? FileManager.default.contentsOfDirectory(atPath: sample.folder + "/rejects")
        return names?.isEmpty == false
    }
}
