# Socket Lab's relay with its page. docs/deployment.md tells how to run it, and which stages CI builds.
ARG RUST_IMAGE=rust:1.95-bookworm
ARG NODE_IMAGE=node:22-bookworm-slim
ARG RUNTIME_IMAGE=debian:bookworm-slim
# The stage the program is taken from: `build` compiles it, `prebuilt` finds it in the context.
ARG BINARY=build

FROM ${NODE_IMAGE} AS node

FROM ${RUST_IMAGE} AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /socket-lab
COPY . .
# What is compiled once is kept between builds, beside the image.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/socket-lab/.tools \
    --mount=type=cache,target=/socket-lab/target \
    cargo xtask build && install -D target/release/socket-lab /out/socket-lab

FROM scratch AS prebuilt
COPY socket-lab /out/socket-lab

FROM ${BINARY} AS binary

FROM ${RUNTIME_IMAGE} AS runtime
COPY --from=binary /out/socket-lab /usr/local/bin/socket-lab
# Nobody in particular: an own number needs no line in /etc/passwd.
USER 65532:65532
ENV SOCKET_LAB_LISTEN=0.0.0.0:7070 \
    SOCKET_LAB_PRESET=container
# The page, and ports for lab servers.
EXPOSE 7070 9990-9999
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s \
    CMD ["/usr/local/bin/socket-lab", "health"]
ENTRYPOINT ["/usr/local/bin/socket-lab"]
