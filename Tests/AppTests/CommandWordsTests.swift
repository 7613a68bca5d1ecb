import Foundation
import TestSupport
import Testing

/// What can't be understood of a command line is said in the language of the person at the terminal.
@Suite struct CommandWordsTests {
    @Test(arguments: [
        (["figures", "--as-of", "2017-13-01"], "--as-of <day> 的值不能是“2017-13-01”", "is invalid for"),
        (["figures", "--as-of"], "--as-of <day> 缺少值", "Missing value"),
        (["verify", "--jsn"], "没有选项 --jsn；是不是 --json？", "Did you mean"),
        (["demo", "--as-of", "2010-01-01"], "演示省自 2013-09-02 起才有业务", "Nothing happened in"),
        (["figures"], "请写明日期", "Give the day"),
        (["split"], "缺少参数", "Missing expected argument"),
        (["verify", "this"], "多出参数“this”", "Unexpected argument"),
        (["export", "guarantees", "--format", "pdf"], "可用的值：", "Please provide one of"),
        (["policy", "decide", "--policy", "hnte"], "请写明 --facts", "Give --facts"),
        (["import", "book"], "至少写一项", "Name at least one"),
    ]) func wrongArguments(_ arguments: [String], _ chinese: String, _ english: String) async throws {
        for (language, words, usage) in [("zh-Hans", chinese, "用法："), ("en", english, "Usage: ")] {
            let (status, output) = try await runWaiting(
                ["CASSIA_LANGUAGE=\(language)", Load.program.path] + arguments)
            #expect(status == 2, "\(output)")
            #expect(output.contains(words) && output.contains(usage), "\(output)")
        }
    }
}
