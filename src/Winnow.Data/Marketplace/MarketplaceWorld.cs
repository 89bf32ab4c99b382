using Winnow.Data.Marketplace.Internals;
using Winnow.Numerics;

namespace Winnow.Data.Marketplace;

/// <summary>Everybody and everything in the marketplace, the hidden truth included. A function of the options alone.</summary>
public sealed class MarketplaceWorld
{
    /// <summary>Draws the world.</summary>
    /// <param name="options">Checked here.</param>
    /// <exception cref="ArgumentException">Options are out of range.</exception>
    public MarketplaceWorld(MarketplaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Validate();
        RandomStream stream = new RandomStream(options.Seed, "marketplace").Fork("world");
        Catalogue = new MarketplaceCatalogue(options, stream.Fork("catalogue"));
        Users = new MarketplaceUsers(options, stream.Fork("users"));
        Behaviour = new MarketplaceBehaviour(this);
        InterceptPilot.Solve(this);
    }

    /// <summary>The options it was drawn from.</summary>
    public MarketplaceOptions Options { get; }

    /// <summary>Categories, sellers and items.</summary>
    public MarketplaceCatalogue Catalogue { get; }

    /// <summary>Users and segments.</summary>
    public MarketplaceUsers Users { get; }

    /// <summary>What users do with what they are shown: the true probabilities.</summary>
    public MarketplaceBehaviour Behaviour { get; }
}
