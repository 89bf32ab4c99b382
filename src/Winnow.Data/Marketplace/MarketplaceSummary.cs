namespace Winnow.Data.Marketplace;

/// <summary>What was written to one file of the log.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Rows">Impressions.</param>
/// <param name="Clicks">Clicked impressions.</param>
/// <param name="Purchases">Purchases that came before the log ends.</param>
/// <param name="ExpectedClicks">Sum of the true click probabilities.</param>
public sealed record MarketplaceSplit(string File, long Rows, long Clicks, long Purchases, double ExpectedClicks);

/// <summary>What was written.</summary>
/// <param name="Training">The first days.</param>
/// <param name="Validation">The days after them.</param>
/// <param name="Test">The last days.</param>
/// <param name="SchemaFile">Path of the schema.</param>
/// <param name="UserFile">Path of the table of users.</param>
/// <param name="ItemFile">Path of the table of items.</param>
public sealed record MarketplaceSummary(
    MarketplaceSplit Training,
    MarketplaceSplit Validation,
    MarketplaceSplit Test,
    string SchemaFile,
    string UserFile,
    string ItemFile);
