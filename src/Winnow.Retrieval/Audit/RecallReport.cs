namespace Winnow.Retrieval;

/// <summary>What an audit has found so far.</summary>
/// <param name="TopK">Length of the answers that were compared, at most.</param>
/// <param name="Seen">Queries that passed by.</param>
/// <param name="Compared">Queries compared with the exact answer.</param>
/// <param name="Dropped">Queries that were chosen, but found no room to wait in: the audit was not run often enough.</param>
/// <param name="Changed">Of the compared, queries before whose comparison the index had changed; what came or went in between counts
/// against it.</param>
/// <param name="Recall">Mean over the compared queries of |answer ∩ exact answer| / |exact answer|; NaN if there are none.</param>
/// <param name="Low">Lower end of the 95 % interval of the recall of all queries; 0 if none were compared.</param>
/// <param name="High">Upper end of it; 1 if none were compared.</param>
public sealed record RecallReport(int TopK, long Seen, long Compared, long Dropped, long Changed, double Recall, double Low, double High);
