/// Counts in English sentences, which say one thing differently from several.
public enum EnglishCount {
    /// `1 row was`, `2 rows were`: the count with what stands behind it.
    public static func of(_ count: some BinaryInteger, _ one: String, _ several: String) -> String {
        "\(count) \(count == 1 ? one : several)"
    }
}
