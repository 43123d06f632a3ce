# One static binary in an image without a shell. Built in two places at once: the browser app, then the program that
# carries it.

FROM node:22-bookworm-slim AS ui
WORKDIR /src/web/ui
COPY web/ui/package.json web/ui/package-lock.json web/ui/.npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY web/ui ./
RUN npm run build

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
COPY --from=ui /src/web/ui/dist ./web/ui/dist
ENV CGO_ENABLED=0
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -trimpath -ldflags '-s -w' -o /out/coach ./cmd/coach && mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
# For health checks, which run inside the image: it has no other HTTP client.
COPY --from=busybox:1.37-musl /bin/busybox /bin/wget
COPY --from=build /out/coach /bin/coach
# An empty volume takes its owner from here, so that the user who isn't root can write to it.
COPY --from=build --chown=nonroot:nonroot /out/data /data
ENV COACH_DATA=/data COACH_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["/bin/wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["/bin/coach"]
CMD ["serve"]
