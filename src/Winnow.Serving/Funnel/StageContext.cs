using Winnow.Numerics;

namespace Winnow.Serving;

/// <summary>What a stage may know of the request it works for. Immutable while stages run; safe from any thread.</summary>
/// <param name="Request">The request.</param>
/// <param name="User">The user.</param>
/// <param name="UserNumber">Number of the user among those the models were trained on; −1 if he was not.</param>
/// <param name="History">Numbers of the items he took that the catalogue knows, oldest first.</param>
/// <param name="Items">The catalogue.</param>
/// <param name="Now">The time of the request.</param>
/// <param name="Random">The random stream of the request.</param>
/// <param name="Cancel">Set when the stage is over its budget: whatever it does from then on is thrown away.</param>
public sealed record StageContext(
    FunnelRequest Request, UserState User, int UserNumber, IReadOnlyList<int> History, IItemCatalogue Items, DateTimeOffset Now, RandomStream Random, CancellationToken Cancel);
