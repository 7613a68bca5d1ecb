import Core
import Foundation
import Testing

@testable import App

@Suite(.serialized) struct ProgressTests {
    @Test func theLineTellsShareSpeedAndTimeLeft() {
        let english = ProgressBar(
            "Guarantees", byteCount: 1_000, language: .english, descriptor: -1, isShown: true)
        #expect(
            english.line(rows: 1_234_567, bytes: 250, elapsed: .seconds(30))
                == "Guarantees 25% 1,234,567 rows, 41,152/s, 1:30 left")
        let chinese = ProgressBar("担保", byteCount: 0, language: .chinese, descriptor: -1, isShown: true)
        #expect(chinese.line(rows: 12, bytes: 250, elapsed: .seconds(2)) == "担保 12 行,每秒 6 行")
    }

    @Test func itIsSilentWhereThereIsNoTerminal() throws {
        let pipe = Pipe()
        var bar = ProgressBar(
            "x", byteCount: 10, language: .english, descriptor: pipe.fileHandleForWriting.fileDescriptor)
        for row in 0..<100_000 { bar.update(rows: row, bytes: 1) }
        bar.finish()
        try pipe.fileHandleForWriting.close()
        #expect(pipe.fileHandleForReading.readDataToEndOfFile().isEmpty)
    }

    @Test func itWritesTenTimesASecondAtMost() throws {
        let pipe = Pipe()
        var bar = ProgressBar(
            "x", byteCount: 10, language: .english, descriptor: pipe.fileHandleForWriting.fileDescriptor,
            isShown: true)
        let start = ContinuousClock.now
        var row = 0
        while ContinuousClock.now - start < .milliseconds(350) {
            bar.update(rows: row, bytes: 5)
            row += 1
        }
        try pipe.fileHandleForWriting.close()
        let lines = pipe.fileHandleForReading.readDataToEndOfFile().count { $0 == 0x0D }
        #expect(lines <= 3)
    }
}
