public import Core

/// What is wrong with one row of a table; the row is reported and the reading goes on.
public enum RowProblem: Refusal {
    case fieldCount(expected: Int, found: Int)
    case quoteInsideField(column: Int)
    case textAfterQuote(column: Int)
    case unclosedQuote(column: Int)
    case tooLong(limitBytes: Int)
    case nulByte
    /// A value that the mapping can't read: the file's column, the text, and what was expected.
    case unreadable(column: String, value: String, wanted: Sentence)
    /// A cell of a workbook that can't be used.
    case cell(Sentence)

    public var code: String {
        switch self {
        case .fieldCount: "row_field_count"
        case .quoteInsideField, .textAfterQuote, .unclosedQuote: "row_quotes"
        case .tooLong: "row_too_long"
        case .nulByte: "row_nul_byte"
        case .unreadable: "row_value_unreadable"
        case .cell: "row_cell_unusable"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .fieldCount(let expected, let found):
            Sentence(
                zh: "本行有 \(found) 个字段，表头有 \(expected) 个；请检查分隔符和引号。",
                en: "The row has \(found) fields, the header \(expected); check separators and quotes.")
        case .quoteInsideField(let column):
            Sentence(
                zh: "第 \(column) 个字段中间有引号；请把整个字段放在引号内，并把其中的引号写成两个。",
                en:
                    """
                    Field \(column) has a quote inside; put the whole field in quotes and double the inner \
                    ones.
                    """
            )
        case .textAfterQuote(let column):
            Sentence(
                zh: "第 \(column) 个字段的结束引号之后还有文字；字段内的引号应写成两个。",
                en:
                    """
                    Field \(column) has text after its closing quote; double a quote that is part of a \
                    field.
                    """
            )
        case .unclosedQuote(let column):
            Sentence(
                zh: "第 \(column) 个字段的引号没有结束；请补上结束引号。",
                en: "Field \(column) opens a quote that is never closed; close it.")
        case .tooLong(let limit):
            Sentence(
                zh: "本行超过 \(limit) 字节的上限；请检查引号和换行。",
                en: "The row is longer than \(limit) bytes; check quotes and line ends.")
        case .nulByte:
            Sentence(
                zh: "本行含有空字节(NUL)；请删除后再导入。",
                en: "The row has a NUL byte; remove it.")
        case .cell(let sentence): sentence
        case .unreadable(let column, let value, let wanted):
            Sentence(
                zh: "“\(column)”列的值“\(value)”无法读取：\(wanted.zh)",
                en: "Column '\(column)' has '\(value)': \(wanted.en)")
        }
    }
}
