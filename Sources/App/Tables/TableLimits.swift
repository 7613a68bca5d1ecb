/// How much of a file from outside is accepted; everything beyond is refused with a sentence.
public struct TableLimits: Hashable, Sendable {
    /// The file itself, in bytes.
    public var fileBytes: Int64 = 16 << 30
    /// One record with its quotes and line ends, in bytes; a longer one is a problem of its row.
    public var recordBytes = 1 << 20
    public var columns = 1_000
    /// Rows after the header.
    public var rows = 100_000_000
    /// All parts of an xlsx file that are read, unzipped, in bytes.
    public var unzippedBytes: Int64 = 1 << 30
    /// Unzipped size over zipped size, looked at once 32 MiB are unzipped; honest books stay below 60.
    public var unzippedRatio: Int64 = 250
    public var zipEntries: Int64 = 10_000
    /// The texts that the cells of an xlsx file share: they are held in memory.
    public var sharedTextBytes = 256 << 20
    public var sharedTexts = 20_000_000

    public init() {}

    public static let standard = TableLimits()
}
